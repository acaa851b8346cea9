package dev.salvaguarda.domain.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * All that can stand between {@code {{} and {@code }}} in a text. The description is the line of
 * the guide.
 */
public enum Placeholder {
  ORGANIZATION("the channel's organization.name"),
  POLICY("name of the BackupPolicy"),
  NAMESPACE("the namespace"),
  RUN("name of the BackupRun"),
  TEST("name of the Restore that was the test"),
  SOURCE("kind and place of the source"),
  TARGETS("what became of each target, one a line"),
  SIZE("how large the copies are"),
  STORED("how much of them was new in the repository"),
  DURATION("how long it took"),
  CAPTURED_AT("the point in time to which a restore goes back"),
  ENDED_AT("when it ended"),
  REPOSITORIES("where the copies are, one repository a line"),
  NEXT_RUN("when the next run starts"),
  REASON("why, in the channel's language or the words of a person"),
  DETAIL("why, in the operator's own words, in English"),
  REMEDY("what to do about it"),
  FAILURES("how many runs in a row ended without success, this one included"),
  LAST_GOOD("the point in time of the newest good copy"),
  MISSED_COUNT("how many due times passed without a run"),
  MISSED_FIRST("the oldest of them"),
  MISSED_LAST("the newest of them"),
  PROOF("how far each target is proven, one a line"),
  CHECKS("what each check answered, one a line"),
  RTO("how long the test took until everything was back"),
  RPO("how old the copies were when the test began"),
  LAST_TEST("when the newest test that counts ended"),
  SINCE("since when the proof is awaited"),
  DAY("the day of a digest"),
  RUNS("the runs of a digest, one a line"),
  TESTS("the tests of a digest, one a line"),
  SIGN_COMMAND("a command that records a person's signature"),
  COMMAND("a command that shows more"),
  COMPONENT("what an incident or a maintenance window is about, as people call it"),
  IMPACT("what may not work"),
  RESTRICTED_TO("the organisation that is affected alone"),
  UPDATE_TEXT("how an incident goes on, in the words of a person"),
  DATE_TIME("when it began, was restored, updated, announced or decided"),
  SERVICE_DESK_URL("the channel's organization.serviceDeskUrl"),
  GROUP_NAME("the channel's organization.groupName"),
  REFERENCE(
      "name of the Incident and numbers of its service requests, or of the MaintenanceWindow"),
  WINDOW("from when until when maintenance lasts, as a part of a sentence"),
  FORMER_WINDOW("the same as it was told before"),
  PURPOSE("what maintenance is for, as a part of a sentence"),
  EFFECT("whether a component may not work meanwhile, a sentence"),
  CAUSE("what does not conform, in the channel's language"),
  SIGNALS("how often that was seen"),
  TEAM("the team that is to look into it"),
  CLOSE_BY("by when it is to be closed"),
  CLOSE_COMMAND("a command by which a person closes it"),
  ALERTS("the alerts of an incident, one a line, as monitoring words them");

  private final String key;
  private final String description;

  Placeholder(String description) {
    String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder text = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      text.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    this.key = text.toString();
    this.description = description;
  }

  /** The form in a text, such as {@code capturedAt}. */
  public String key() {
    return key;
  }

  /** What is put in its place, a part of a sentence for the guide. */
  public String description() {
    return description;
  }

  /** Whether it takes lines of its own, so that what stands before it becomes their heading. */
  boolean takesLines() {
    return switch (this) {
      case TARGETS,
          REPOSITORIES,
          PROOF,
          CHECKS,
          RUNS,
          TESTS,
          SIGN_COMMAND,
          COMMAND,
          CLOSE_COMMAND,
          ALERTS ->
          true;
      case ORGANIZATION,
          POLICY,
          NAMESPACE,
          RUN,
          TEST,
          SOURCE,
          SIZE,
          STORED,
          DURATION,
          CAPTURED_AT,
          ENDED_AT,
          NEXT_RUN,
          REASON,
          DETAIL,
          REMEDY,
          FAILURES,
          LAST_GOOD,
          MISSED_COUNT,
          MISSED_FIRST,
          MISSED_LAST,
          RTO,
          RPO,
          LAST_TEST,
          SINCE,
          DAY,
          COMPONENT,
          IMPACT,
          RESTRICTED_TO,
          UPDATE_TEXT,
          DATE_TIME,
          SERVICE_DESK_URL,
          GROUP_NAME,
          REFERENCE,
          WINDOW,
          FORMER_WINDOW,
          PURPOSE,
          EFFECT,
          CAUSE,
          SIGNALS,
          TEAM,
          CLOSE_BY ->
          false;
    };
  }

  static Optional<Placeholder> of(String key) {
    return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
  }
}
