package dev.salvaguarda.domain.event;

import dev.salvaguarda.domain.name.WireName;

/** What an Event tells; the wire form is UpperCamelCase. */
public enum EventReason {
  RUN_STARTED(Severity.NORMAL, "A run was created because it came due."),
  CATCH_UP_STARTED(Severity.NORMAL, "A run was created to make up for missed ones."),
  RUN_MISSED(Severity.WARNING, "One or more runs were not started in time."),
  POLICY_NOT_READY(
      Severity.WARNING, "Something in the policy needs a person; the message says what."),
  POLICY_READY(Severity.NORMAL, "The policy can run again."),
  OBJECTIVE_MISSED(
      Severity.WARNING,
      "The newest good archive is older than the objective, or the newest test took longer."),
  OBJECTIVE_MET(
      Severity.NORMAL,
      "The newest good archive is younger than the objective again, or the newest test was quicker."),
  TEST_STARTED(Severity.NORMAL, "A test of the copies was created because it came due."),
  TEST_MISSED(Severity.WARNING, "One or more tests of the copies were not started in time."),
  NOTHING_TO_TEST(Severity.NORMAL, "A test was due, and there was no copy yet to restore."),
  TEST_AWAITS_SIGN_OFF(Severity.NORMAL, "A test passed, and a person has to sign it."),
  VERIFIED(Severity.NORMAL, "A test proves that the copies restore."),
  NOT_VERIFIED(
      Severity.WARNING, "A test did not pass or was rejected, or none has passed for too long."),
  RETENTION_HELD_BACK(
      Severity.WARNING,
      "More snapshots are to be removed than one pass may, or none may be while more is damaged than"
          + " is named; the message says how many and from when, or why."),
  NON_CONFORMITY_OPENED(
      Severity.WARNING, "Something does not conform, and an Incident was opened for it."),
  RUN_QUEUED(Severity.NORMAL, "The run waits for another of its group."),
  ATTEMPT_STARTED(Severity.NORMAL, "A Job was created for an attempt."),
  ATTEMPT_NOT_STARTED(
      Severity.WARNING,
      "The pod of an attempt does not start; the message says what Kubernetes says."),
  ATTEMPT_FAILED(Severity.WARNING, "An attempt ended without what it was for."),
  RETRY_SCHEDULED(Severity.NORMAL, "Another attempt follows, because the cause may pass."),
  HOOK_FAILED(Severity.WARNING, "A try of a hook of the run failed; the message says how."),
  RUN_SUCCEEDED(Severity.NORMAL, "The run stored all of its source."),
  RUN_DEGRADED(Severity.WARNING, "The run stored an archive, but something is missing."),
  RUN_FAILED(Severity.WARNING, "The run ended without a complete archive."),
  RUN_CANCELLED(Severity.NORMAL, "The run was stopped."),
  COPIES_FOUND(Severity.NORMAL, "The copies that a restore names were found."),
  RESTORE_SUCCEEDED(Severity.NORMAL, "Everything came back and was proven."),
  RESTORE_DEGRADED(Severity.WARNING, "A recovery brought something back, but not all."),
  RESTORE_FAILED(Severity.WARNING, "Nothing came back, or a test was not passed."),
  RESTORE_CANCELLED(Severity.NORMAL, "The restore was stopped."),
  GUEST_LEFT_OVER(
      Severity.WARNING,
      "A guest of a test is, or may be, still on its host; the message says which, on which node, and"
          + " the command that takes it away."),
  TEST_ATTESTED(Severity.NORMAL, "A person signed a test."),
  MAINTENANCE_STARTED(Severity.NORMAL, "A pass of maintenance begins."),
  MAINTENANCE_SUCCEEDED(
      Severity.NORMAL, "A pass of maintenance did all, and found nothing missing."),
  MAINTENANCE_FAILED(Severity.WARNING, "A pass of maintenance ended before all was done."),
  REPOSITORY_DAMAGED(
      Severity.WARNING, "Maintenance or a reading found something damaged or missing."),
  READING_STARTED(Severity.NORMAL, "A reading of a part of what is stored begins."),
  READING_SUCCEEDED(
      Severity.NORMAL, "A reading found all that it read as it was stored, and nothing missing."),
  READING_FAILED(Severity.WARNING, "A reading ended before all was read."),
  LOCK_REMOVED(
      Severity.WARNING, "A lock on the repository was removed that a pod of ours had left."),
  LOCK_TAKEN_OVER(Severity.WARNING, "A lock was taken over from a holder that is gone."),
  BUCKET_CREATED(Severity.NORMAL, "The bucket was absent and was made."),
  REPOSITORY_CREATED(Severity.NORMAL, "There was no repository at the place, and one was made."),
  KEY_ADDED(Severity.NORMAL, "A key was written to the repository for a password of the spec."),
  KEY_REMOVED(Severity.NORMAL, "A key of ours was removed, because its reference left the spec."),
  REPOSITORY_READY(Severity.NORMAL, "The repository can be used again."),
  REPOSITORY_NOT_READY(Severity.WARNING, "The repository can't be used."),
  ALERTS_HELD_BACK(
      Severity.NORMAL, "Alerts are firing and open no incident while the maintenance goes on."),
  CHANNEL_READY(Severity.NORMAL, "The channel can be used again."),
  CHANNEL_NOT_READY(
      Severity.WARNING, "The channel can't be used as it should; the message says why."),
  NOTICE_DELIVERED(Severity.NORMAL, "What happened to the object was told on a channel."),
  NOTICE_UNCERTAIN(
      Severity.WARNING, "A message was handed over, and nobody knows whether it arrived."),
  NOTICE_FAILED(Severity.WARNING, "A message was given up; nobody got it on this channel."),
  NOTICES_JOURNALED(
      Severity.NORMAL, "Old notices were written to a repository's journal and deleted here."),
  NOTICES_NOT_JOURNALED(
      Severity.WARNING,
      "Old notices could not be written to a repository's journal, so they stay; it is tried"
          + " again.");

  /** The two types of Events that Kubernetes knows. */
  public enum Severity {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String wireName;

    Severity(String wireName) {
      this.wireName = wireName;
    }

    /** As it stands in the Event's {@code type}. */
    public String wireName() {
      return wireName;
    }
  }

  private final Severity severity;
  private final String meaning;
  private final String wireName = WireName.of(this);

  EventReason(Severity severity, String meaning) {
    this.severity = severity;
    this.meaning = meaning;
  }

  /** Normal, or Warning for what somebody should look at. */
  public Severity severity() {
    return severity;
  }

  /** One sentence for the reference page. */
  public String meaning() {
    return meaning;
  }

  /** The UpperCamelCase form, such as {@code RunStarted}. */
  public String wireName() {
    return wireName;
  }
}
