package dev.salvaguarda.controller.archive;

import java.util.List;

/**
 * What a probe has to look at.
 *
 * @param login opens the repository, and is its first key when it is made
 * @param passwordRef where the login's password comes from, as {@code secret/key}
 * @param recovery passwords that are to open it too
 * @param known the keys that earlier probes found or wrote
 */
public record ProbeRequest(
    ArchiveLogin login, String passwordRef, List<WantedKey> recovery, List<KnownKey> known) {
  public ProbeRequest {
    recovery = List.copyOf(recovery);
    known = List.copyOf(known);
  }
}
