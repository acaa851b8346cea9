package dev.salvaguarda.domain.condition;

/** The questions that a kind's status answers with True, False or Unknown. */
public enum ConditionType {
  READY("Ready", "The summary: the object can do what it is there for."),
  RPO_MET("RPOMet", "The newest good archive is younger than objectives.rpo."),
  LAST_RUN_SUCCEEDED("LastRunSucceeded", "The newest finished run stored all of its source."),
  COMPLETE("Complete", "The run has reached its last phase; the reason says which."),
  UPLOADED("Uploaded", "Every byte is in the repository and the snapshot was read back.");

  private final String wireName;
  private final String meaning;

  ConditionType(String wireName, String meaning) {
    this.wireName = wireName;
    this.meaning = meaning;
  }

  /** As it stands in {@code status.conditions[].type}. */
  public String wireName() {
    return wireName;
  }

  /** What True means, one sentence for the reference page. */
  public String meaning() {
    return meaning;
  }
}
