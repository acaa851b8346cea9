package dev.salvaguarda.domain.condition;

import dev.salvaguarda.domain.name.WireName;

/**
 * Why a condition is what it is, unless a failure explains it: failures bring their own reasons
 * ({@link dev.salvaguarda.domain.failure.FailureReason}).
 */
public enum ConditionReason {
  RECONCILED("The specification is valid and in effect."),
  SUSPENDED("spec.suspend is set; no run is started, and what is not run then is not missed."),
  INVALID_SCHEDULE("A cron expression could not be understood, or never comes due."),
  UNKNOWN_TIME_ZONE("spec.timeZone is not a name of the IANA time zone database."),
  JITTER_TOO_LARGE("spec.jitter is not shorter than half the shortest interval of the schedules."),
  INVALID_DURATION("A duration could not be understood."),
  REPOSITORY_NOT_FOUND("A repository that the policy names does not exist in its namespace."),
  REPOSITORY_NOT_READY("A repository that is needed does not exist or is not Ready."),
  OBJECTIVE_MET(
      "The newest good archive is younger than objectives.rpo, or the newest test took less time than"
          + " objectives.rto."),
  OBJECTIVE_MISSED(
      "The newest good archive is older than objectives.rpo, or the newest test took more time than"
          + " objectives.rto."),
  NO_GOOD_RUN("No run has succeeded yet."),
  NO_OBJECTIVE("The policy sets no objective."),
  NO_RUN_FINISHED("No run has finished yet."),
  RUN_SUCCEEDED("The run stored all of its source, and the snapshot was read back."),
  RUN_DEGRADED("The run stored an archive, but something of the source is missing or weaker."),
  RUN_FAILED("The run ended without a complete archive."),
  RUN_CANCELLED("A person or the cluster stopped the run."),
  RUN_MISSED(
      "The run was not started within spec.startingDeadline, or a newer one that was due took its"
          + " place."),
  IN_PROGRESS("The run or restore has not ended."),
  WAITING_FOR_GROUP("Another run of the same concurrency group goes first."),
  WAITING_FOR_RETRY("An attempt failed for a reason that passes; the next one is planned."),
  WAITING_FOR_COPIES("The copies that the restore names are not there yet."),
  RESTORE_PASSED("Every target came back and was proven, and every check passed."),
  RESTORE_ENDED("The restore has ended without passing; the condition Passed says why."),
  TEST_PASSED("The newest test that says something passed, and not too long ago."),
  TEST_NOT_PASSED("The newest test that says something did not pass."),
  TEST_OVERDUE(
      "No test has passed for two intervals of verification.schedule, or for 35 days; of tests rarer"
          + " than monthly, until four days after the due time."),
  NO_TEST_YET("No test that counts has ended yet."),
  SOURCE_NOT_PROVEN(
      "The policy has had another source for a while, and no test of its copies that counts has ended"
          + " yet; what was proven before was proven of the former one."),
  NOTHING_TO_TEST("A test was due, but there was no copy yet that it could have restored."),
  AWAITING_SIGN_OFF("A test passed, and the policy asks for a person's signature."),
  NO_VERIFICATION("The policy asks for no tests."),
  NOT_VERIFIED(
      "Nothing proves now that the copies restore, so nothing can be said about how fast."),
  ATTESTATION_ACCEPTED("A person has accepted the test."),
  ATTESTATION_REJECTED("A person has rejected the test."),
  NO_RETENTION("The policy does not say which snapshots stay, so all of them do."),
  NO_RETENTION_PASS_YET(
      "No maintenance has applied the policy's retention as it is now; until then nothing is removed"
          + " for it."),
  NO_MAINTENANCE(
      "No repository of the policy has a time for maintenance, which is what removes snapshots; the"
          + " message shows what to write."),
  REMOVAL_WITHIN_LIMIT("All that the policy's retention does not keep has been removed."),
  REMOVAL_BEYOND_LIMIT(
      "The policy's retention does not keep more snapshots than one pass may remove; the rest is"
          + " announced for a day later."),
  DAMAGE_NOT_NAMED(
      "More is known to be damaged in the repository than a status can name, so nothing is removed:"
          + " which snapshots are whole is not known."),
  REMOVAL_CONFIRMED("A person confirmed that the next pass may remove all of them."),
  POLICY_NOT_FOUND("The BackupPolicy that the run names does not exist."),
  REPOSITORY_USABLE(
      "The newest probe opened the repository, and wrote, read and deleted a test object."),
  NOT_PROBED_YET(
      "The repository, or the host of a policy's guests, has not been probed since it was made or"
          + " changed."),
  SECRET_NOT_FOUND("A Secret that the object names does not exist in its namespace."),
  SECRET_KEY_MISSING("A Secret that the object names lacks a key, or its value is empty."),
  SECRET_UNCLEAR(
      "A repository's password or S3 key has bytes that programs read in different ways; a restore"
          + " with restic would fail."),
  CA_BUNDLE_NOT_FOUND(
      "The ConfigMap or Secret that caBundleRef names does not exist, lacks the key, or holds no certificate under it."),
  MISSING_PERMISSION(
      "The operator's service account lacks a right; the message names verb, resource and namespace."),
  MAINTENANCE_DONE("The newest pass of maintenance did all, and found nothing missing."),
  NO_MAINTENANCE_YET("No pass of maintenance has ended yet."),
  READING_DONE("The newest reading found all that it read as it was stored, and nothing missing."),
  NO_READING_YET("No reading of what is stored has ended yet."),
  DATA_DAMAGED("Something of it is damaged or missing in the repository."),
  DATA_MENDED(
      "What was found damaged or missing was looked at again and found whole, or is no part of the"
          + " repository any more."),
  WAITING_FOR_REPOSITORY("Backups, restores or another pass go first."),
  GUESTS_COVERED(
      "Every guest of the policy's host is in a policy of the namespace that is not suspended, or"
          + " left out on purpose."),
  GUESTS_NOT_COVERED(
      "Guests of the policy's host are in no policy of the namespace that is not suspended; name them"
          + " in one, or in exclusions with the reason."),
  GUESTS_NOT_ALL_SEEN(
      "The token sees some guests of the host only, so nobody can say whether there are others."),
  CHANNEL_USABLE("The newest probe connected, encrypted and logged in as a delivery does."),
  CHANNEL_NOT_FOUND(
      "A channel that the policy names does not exist in its namespace. Runs go on, and are not told on it."),
  CHANNEL_NOT_READY(
      "A channel that the policy names is there, and says that it can't send. Runs go on; what there is"
          + " to tell of them waits."),
  ADDRESS_INVALID(
      "A Secret holds an address that can't be one, too many of them, or none; the message says"
          + " which Secret and key."),
  FALLBACK_UNUSABLE(
      "The channel that fallbackRef names does not exist, or has a fallbackRef itself: what can't be"
          + " delivered is handed over once."),
  VIA_UNUSABLE(
      "The channel that manual.via names does not exist, is suspended, is told by hand itself, is a page"
          + " for everybody, or writes to WhatsApp."),
  RECEIVER_GONE(
      "The program that takes the channel's messages answered 410: it takes no more. The channel is"
          + " not used again until its specification changes."),
  TEXT_INVALID(
      "A text of the ConfigMap that templatesRef names can't be filled, or there is no such"
          + " ConfigMap; the operator's own text is sent in its place."),
  SERVER_UNREACHABLE("The channel's server did not answer."),
  SERVER_NOT_TRUSTED(
      "The certificate of the channel's server is not trusted or names another host, or it offers"
          + " no encryption."),
  LOGIN_REFUSED("The channel's server refused user, password or token."),
  SERVER_REFUSED("The channel's server answered with an error; the message has its code."),
  NOTICES_MADE(
      "The notices about it are made, or were before; each says itself what became of it."),
  NOT_TOLD_YET("It has ended, and the notices about it are about to be made."),
  TOO_LATE_TO_TELL("It happened longer ago than the channel's retry.deadline, so it is not told."),
  NOBODY_ASKED("The policy does not ask to tell it."),
  NOTHING_STUCK("No decision is late, and no notice was given up."),
  AWAITING_DECISION("A person has to decide next; the message says what, since when and who."),
  NOTHING_AWAITED("No decision of a person is awaited any more."),
  DECISION_DATED_AHEAD("What was decided has a time to come, and counts from then on."),
  NOTICE_LONG_ENOUGH("It was announced as long before as was asked for."),
  NOTICE_TOO_SHORT("It was announced later than was asked for; it is told all the same."),
  NOBODY_SUBSCRIBED(
      "No channel of the namespace subscribes what has to be told; it is told once one does, unless"
          + " that is too late."),
  NOTICES_UNDER_WAY("Notices are on their way, or wait for their turn."),
  NOTICE_GIVEN_UP("A notice was given up, or nobody knows whether it arrived; it says itself why."),
  NOTICES_DELIVERED("Every notice was delivered, or became pointless before it could be."),
  ALERTS_HELD_BACK(
      "An alert is firing and opens no incident, since maintenance goes on; the message says until"
          + " when."),
  ALERTS_FIRING("An alert of monitoring is firing."),
  ALERTS_RESOLVED(
      "Every alert that was counted is resolved. Whether the component works, people say."),
  ALERTS_NOT_ALL_KEPT(
      "More alerts fired at a time than are kept; those that are, are resolved. Monitoring knows about"
          + " the others."),
  RECORDS_MADE("What does not conform has an Incident each, or nothing does not conform."),
  CAUSE_SEEN("The cause of the non-conformity is there; the message says what was seen last."),
  CAUSE_GONE("The cause of the non-conformity is gone. A person still has to close it."),
  RECONCILE_ERROR(
      "The operator could not look at the object or write what follows; it tries again at least"
          + " once a minute.");

  private final String meaning;
  private final String wireName = WireName.of(this);

  ConditionReason(String meaning) {
    this.meaning = meaning;
  }

  /** One sentence for the reference page; has no names or numbers. */
  public String meaning() {
    return meaning;
  }

  /** The UpperCamelCase form for conditions and Events, such as {@code RepositoryNotFound}. */
  public String wireName() {
    return wireName;
  }
}
