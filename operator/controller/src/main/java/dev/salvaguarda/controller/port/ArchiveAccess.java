package dev.salvaguarda.controller.port;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
   * Those of these snapshots that are there, each of them read; costs one request for each.
   *
   * @param ids 64 hex digits each
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when the repository could not
   *     be looked at, which says nothing about what it holds
   */
  Set<String> confirm(ArchiveLogin login, Set<String> ids);

  /**
   * The snapshots that carry the tag of this run, each of them read, oldest first. Only those that
   * were stored since a time are looked at.
   *
   * @param since when the run began
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when the repository could not
   *     be looked at, which says nothing about what it holds
   */
  List<RunSnapshot> find(ArchiveLogin login, String runUid, Instant since);

  /**
   * What a snapshot says about itself; empty if there is none of this id.
   *
   * @param id 64 hex digits
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when the repository could not
   *     be looked at, which says nothing about what it holds
   */
  Optional<SnapshotFacts> describe(ArchiveLogin login, String id);

  /**
   * The snapshots of this policy and of no other one, in no order. The record of every snapshot of
   * the repository is read for that: with thousands of them it may take minutes. One that can't be
   * read back is left out.
   *
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when the repository could not
   *     be looked at, which says nothing about what it holds
   */
  List<SnapshotFacts> ofPolicy(ArchiveLogin login, String namespace, String policy);

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

  /**
   * Adds lines to the repository's journal, from which nothing is ever taken, and reads them back.
   *
   * @param lines each with a line feed at its end
   * @throws dev.salvaguarda.controller.archive.ArchiveAccessException when it is not certain that
   *     they are there; they may be, and doing it again is fine
   */
  void appendToJournal(ArchiveLogin login, byte[] lines);
}
