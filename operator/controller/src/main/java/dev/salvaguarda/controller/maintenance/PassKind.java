package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.event.EventReason;

/** What passes over a repository are for, and the words in which that is told. */
enum PassKind {
  /** Looks after a repository, for all. */
  MAINTENANCE(
      "Maintenance",
      "pass of maintenance",
      ApiGroup.MAINTENANCE_LABEL,
      "maintenance",
      "set spec.maintenance",
      ConditionType.MAINTAINED,
      ConditionReason.MAINTENANCE_DONE,
      ConditionReason.NO_MAINTENANCE_YET,
      EventReason.MAINTENANCE_STARTED,
      EventReason.MAINTENANCE_SUCCEEDED,
      EventReason.MAINTENANCE_FAILED),
  /** Reads a part of what is stored, because a policy asks for it. */
  INTEGRITY(
      "Integrity",
      "reading",
      ApiGroup.INTEGRITY_LABEL,
      "verification.integrity",
      "set verification.integrity, and end suspend",
      ConditionType.INTACT,
      ConditionReason.READING_DONE,
      ConditionReason.NO_READING_YET,
      EventReason.READING_STARTED,
      EventReason.READING_SUCCEEDED,
      EventReason.READING_FAILED);

  private final String series;
  private final String noun;
  private final String label;
  private final String field;
  private final String howToAsk;
  private final ConditionType condition;
  private final ConditionReason done;
  private final ConditionReason notYet;
  private final EventReason started;
  private final EventReason succeeded;
  private final EventReason failed;

  PassKind(
      String series,
      String noun,
      String label,
      String field,
      String howToAsk,
      ConditionType condition,
      ConditionReason done,
      ConditionReason notYet,
      EventReason started,
      EventReason succeeded,
      EventReason failed) {
    this.series = series;
    this.noun = noun;
    this.label = label;
    this.field = field;
    this.howToAsk = howToAsk;
    this.condition = condition;
    this.done = done;
    this.notYet = notYet;
    this.started = started;
    this.succeeded = succeeded;
    this.failed = failed;
  }

  /** The word with which the names of its Jobs begin. */
  String series() {
    return series;
  }

  /** What people call one of them. */
  String noun() {
    return noun;
  }

  /** With the owner's name, on its Jobs and pods. */
  String label() {
    return label;
  }

  /** Where in the owner's specification it is asked for. */
  String field() {
    return field;
  }

  /** What a person does who wants one, in a part of a sentence. */
  String howToAsk() {
    return howToAsk;
  }

  ConditionType condition() {
    return condition;
  }

  ConditionReason done() {
    return done;
  }

  ConditionReason notYet() {
    return notYet;
  }

  EventReason started() {
    return started;
  }

  EventReason succeeded() {
    return succeeded;
  }

  EventReason failed() {
    return failed;
  }
}
