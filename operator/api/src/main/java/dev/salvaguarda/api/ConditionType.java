package dev.salvaguarda.api;

/**
 * The types of the conditions in our status, each with its meaning.
 *
 * <p>{@link #wireName()} is what stands in {@code conditions[].type}; {@code kubectl wait
 * --for=condition=Ready} takes it as it is.
 */
public enum ConditionType {
  READY(
      "Ready",
      "The object is valid and can do its work now; the reason says what is missing if not."),
  RPO_MET(
      "RPOMet",
      "The newest good copy is younger than objectives.rpo, counted from the start of its capture."),
  LAST_RUN_SUCCEEDED("LastRunSucceeded", "The newest finished run of the policy succeeded."),
  RETENTION_HELD_BACK(
      "RetentionHeldBack",
      "More snapshots are not kept by the policy's retention than one pass of maintenance may remove;"
          + " they go in parts, each a day after it was announced. Or none goes, since more is known"
          + " to be damaged than is named."),
  VERIFIED(
      "Verified",
      "The newest test that ended passed, as far as its rung proves, and not too long ago; a person"
          + " accepted it, where the policy asks for that."),
  RTO_MET("RTOMet", "That test took less time than objectives.rto."),
  COVERAGE_COMPLETE(
      "CoverageComplete",
      "Every guest of the policy's Proxmox host is in a policy of the namespace that names the same"
          + " endpoint and is not suspended, or left out on purpose. Policies of other sources have"
          + " not this condition."),
  COMPLETE("Complete", "The run or restore has ended, well or not."),
  UPLOADED(
      "Uploaded",
      "Every byte of every target is in the repository and each snapshot was read back."),
  INTACT(
      "Intact",
      "The newest reading of the policy's first repository found all that it read as it was stored,"
          + " and all that the snapshots need."),
  RESTORABLE(
      "Restorable",
      "Nothing of the run is known to be damaged or missing in its first repository. A run has this"
          + " condition only once something was."),
  PASSED("Passed", "Every target came back and was proven, and every check passed."),
  MAINTAINED(
      "Maintained",
      "The newest pass of maintenance did all, and found all that the snapshots need."),
  ATTESTED("Attested", "A person has accepted the test; False if they rejected it."),
  NOTIFIED(
      "Notified",
      "The notices about how it ended are made. What ended before its policy asked for notices has not"
          + " this condition."),
  TEMPLATES_VALID(
      "TemplatesValid",
      "Every text that the channel can be asked to send is there and can be filled."),
  RECORDED(
      "Recorded",
      "What does not conform has a record, as nonConformity asks for. A policy that does not ask has"
          + " not this condition."),
  STALLED(
      "Stalled",
      "A decision of a person is awaited for too long. While False, the message says which one is"
          + " awaited, since when and from whom."),
  NOTICES_DELIVERED(
      "NoticesDelivered",
      "All that had to be said about the incident or the maintenance was delivered, or became"
          + " pointless before it could be. One of which nothing has to be said has not this"
          + " condition."),
  ANNOUNCED_IN_TIME(
      "AnnouncedInTime",
      "The times of the maintenance, as they stand, were told as long before as minimumNotice says."
          + " Without minimumNotice or announcement there is no such condition."),
  SIGNAL_ACTIVE(
      "SignalActive",
      "An alert of the incident, or one that the maintenance window keeps back, is firing, or the cause of a non-conformity is there. Of an alert, False"
          + " restores nothing: a person says that the component works again. An incident of which"
          + " neither has been seen has not this condition.");

  private final String wireName;
  private final String meaning;

  ConditionType(String wireName, String meaning) {
    this.wireName = wireName;
    this.meaning = meaning;
  }

  /** The form that stands in a status. */
  public String wireName() {
    return wireName;
  }

  /** What status True means, one sentence for the reference page. */
  public String meaning() {
    return meaning;
  }
}
