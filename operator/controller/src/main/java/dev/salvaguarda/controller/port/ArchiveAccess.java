package dev.salvaguarda.controller.port;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.RunSnapshot;
import java.util.List;

/**
 * Looks into repositories. Every call ends by itself after a bounded time, and an interrupt ends it
 * at once.
 */
public interface ArchiveAccess {

  /**
   * Makes the bucket and the repository where they are absent, brings the keys in line with the
   * spec, and proves with a canary that the place can be written, read and deleted.
   */
  ProbeOutcome probe(ProbeRequest request);

  /**
   * The snapshots that carry the tags of this attempt, each of them read.
   *
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when the repository could not
   *     be looked at, which says nothing about what it holds
   */
  List<RunSnapshot> snapshotsOfRun(ArchiveLogin login, String runUid, int attempt);

  /**
   * What all objects of the repository take in the bucket. This lists each of them: it ends after
   * some time, but that may be minutes.
   *
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when the repository could not
   *     be looked at
   */
  long storedBytes(ArchiveLogin login);

  /**
   * Removes the locks that a host left behind.
   *
   * @param hostname of a pod that is known to be gone
   * @return how many were removed
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when the repository could not
   *     be looked at
   */
  int removeLocksOf(ArchiveLogin login, String hostname);
}
