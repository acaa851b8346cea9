package dev.salvaguarda.controller.archive;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a probe has to look at.
 *
 * @param login opens the repository, and is its first key when it is made
 * @param passwordRef where the login's password comes from, as {@code secret/key}
 * @param recovery passwords that are to open it too
 * @param former passwords that opened it and that the spec no longer names, as far as they can
 *     still be read: with one of them a new password of {@code login} becomes a key
 * @param known the keys that earlier probes found or wrote
 * @param usedByOthers ids of the keys that other objects for the same place need
 * @param expectedRepositoryId the repository that an earlier probe found, here or elsewhere; if it
 *     is not here, none is made in its stead. Null when no probe has found any yet
 */
public record ProbeRequest(
    ArchiveLogin login,
    String passwordRef,
    List<WantedKey> recovery,
    List<WantedKey> former,
    List<KnownKey> known,
    Set<String> usedByOthers,
    @Nullable String expectedRepositoryId) {
  public ProbeRequest {
    recovery = List.copyOf(recovery);
    former = List.copyOf(former);
    known = List.copyOf(known);
    usedByOthers = Set.copyOf(usedByOthers);
  }

  /** A look at a place that no other object names. */
  public ProbeRequest(
      ArchiveLogin login,
      String passwordRef,
      List<WantedKey> recovery,
      List<WantedKey> former,
      List<KnownKey> known,
      @Nullable String expectedRepositoryId) {
    this(login, passwordRef, recovery, former, known, Set.of(), expectedRepositoryId);
  }

  /** Whether the spec names this reference. */
  public boolean names(String ref) {
    return ref.equals(passwordRef) || recovery.stream().anyMatch(key -> key.ref().equals(ref));
  }

  /**
   * Whether the spec names another password than it did, so that it may be given a key. One that
   * changed in its own Secret may be a mistake.
   */
  public boolean namesAnotherPassword() {
    return expectedRepositoryId != null
        && !known.isEmpty()
        && known.stream().noneMatch(key -> key.ref().equals(passwordRef));
  }
}
