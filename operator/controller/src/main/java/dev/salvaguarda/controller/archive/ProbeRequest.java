package dev.salvaguarda.controller.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a probe has to look at.
 *
 * @param login opens the repository, and is its first key when it is made
 * @param passwordRef where the login's password comes from, as {@code secret/key}
 * @param recovery passwords that are to open it too
 * @param known the keys that earlier probes found or wrote
 * @param expectedRepositoryId the repository that an earlier probe found at this very place; if it
 *     is gone, none is made in its stead. Null when the place was never probed
 */
public record ProbeRequest(
    ArchiveLogin login,
    String passwordRef,
    List<WantedKey> recovery,
    List<KnownKey> known,
    @Nullable String expectedRepositoryId) {
  public ProbeRequest {
    recovery = List.copyOf(recovery);
    known = List.copyOf(known);
  }
}
