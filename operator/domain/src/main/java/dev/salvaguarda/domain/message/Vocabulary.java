package dev.salvaguarda.domain.message;

import static dev.salvaguarda.domain.message.Placeholder.ALERTS;
import static dev.salvaguarda.domain.message.Placeholder.CAPTURED_AT;
import static dev.salvaguarda.domain.message.Placeholder.CAUSE;
import static dev.salvaguarda.domain.message.Placeholder.CHECKS;
import static dev.salvaguarda.domain.message.Placeholder.CLOSE_BY;
import static dev.salvaguarda.domain.message.Placeholder.CLOSE_COMMAND;
import static dev.salvaguarda.domain.message.Placeholder.COMMAND;
import static dev.salvaguarda.domain.message.Placeholder.COMPONENT;
import static dev.salvaguarda.domain.message.Placeholder.DATE_TIME;
import static dev.salvaguarda.domain.message.Placeholder.DAY;
import static dev.salvaguarda.domain.message.Placeholder.DETAIL;
import static dev.salvaguarda.domain.message.Placeholder.DURATION;
import static dev.salvaguarda.domain.message.Placeholder.EFFECT;
import static dev.salvaguarda.domain.message.Placeholder.ENDED_AT;
import static dev.salvaguarda.domain.message.Placeholder.FAILURES;
import static dev.salvaguarda.domain.message.Placeholder.FORMER_WINDOW;
import static dev.salvaguarda.domain.message.Placeholder.GROUP_NAME;
import static dev.salvaguarda.domain.message.Placeholder.IMPACT;
import static dev.salvaguarda.domain.message.Placeholder.LAST_GOOD;
import static dev.salvaguarda.domain.message.Placeholder.LAST_TEST;
import static dev.salvaguarda.domain.message.Placeholder.MISSED_COUNT;
import static dev.salvaguarda.domain.message.Placeholder.MISSED_FIRST;
import static dev.salvaguarda.domain.message.Placeholder.MISSED_LAST;
import static dev.salvaguarda.domain.message.Placeholder.NAMESPACE;
import static dev.salvaguarda.domain.message.Placeholder.NEXT_RUN;
import static dev.salvaguarda.domain.message.Placeholder.ORGANIZATION;
import static dev.salvaguarda.domain.message.Placeholder.POLICY;
import static dev.salvaguarda.domain.message.Placeholder.PROOF;
import static dev.salvaguarda.domain.message.Placeholder.PURPOSE;
import static dev.salvaguarda.domain.message.Placeholder.REASON;
import static dev.salvaguarda.domain.message.Placeholder.REFERENCE;
import static dev.salvaguarda.domain.message.Placeholder.REMEDY;
import static dev.salvaguarda.domain.message.Placeholder.REPOSITORIES;
import static dev.salvaguarda.domain.message.Placeholder.RESTRICTED_TO;
import static dev.salvaguarda.domain.message.Placeholder.RPO;
import static dev.salvaguarda.domain.message.Placeholder.RTO;
import static dev.salvaguarda.domain.message.Placeholder.RUN;
import static dev.salvaguarda.domain.message.Placeholder.RUNS;
import static dev.salvaguarda.domain.message.Placeholder.SERVICE_DESK_URL;
import static dev.salvaguarda.domain.message.Placeholder.SIGNALS;
import static dev.salvaguarda.domain.message.Placeholder.SIGN_COMMAND;
import static dev.salvaguarda.domain.message.Placeholder.SINCE;
import static dev.salvaguarda.domain.message.Placeholder.SIZE;
import static dev.salvaguarda.domain.message.Placeholder.SOURCE;
import static dev.salvaguarda.domain.message.Placeholder.STORED;
import static dev.salvaguarda.domain.message.Placeholder.TARGETS;
import static dev.salvaguarda.domain.message.Placeholder.TEAM;
import static dev.salvaguarda.domain.message.Placeholder.TEST;
import static dev.salvaguarda.domain.message.Placeholder.TESTS;
import static dev.salvaguarda.domain.message.Placeholder.UPDATE_TEXT;
import static dev.salvaguarda.domain.message.Placeholder.WINDOW;

import java.util.EnumSet;
import java.util.Set;

/** Which placeholders each message has. */
final class Vocabulary {
  private Vocabulary() {}

  /** What every text of the message must tell, and every occasion knows. */
  static Set<Placeholder> required(Message message) {
    return switch (message) {
      case BACKUP_SUCCEEDED -> EnumSet.of(POLICY, RUN);
      case BACKUP_DEGRADED, BACKUP_FAILED -> EnumSet.of(POLICY, RUN, REASON);
      case BACKUP_MISSED -> EnumSet.of(POLICY, MISSED_COUNT, MISSED_LAST);
      case VERIFICATION_SUCCEEDED -> EnumSet.of(POLICY, TEST);
      case VERIFICATION_FAILED -> EnumSet.of(POLICY, TEST, REASON);
      case VERIFICATION_DUE -> EnumSet.of(POLICY, REASON);
      case BACKUP_DIGEST -> EnumSet.of(DAY);
      case RECEIPT_CONFIRMATION -> EnumSet.of(COMPONENT, SERVICE_DESK_URL, GROUP_NAME);
      case UNAVAILABILITY_NOT_CONFIRMED -> EnumSet.of(COMPONENT);
      case INCIDENT_CONFIRMED -> EnumSet.of(COMPONENT, IMPACT, DATE_TIME);
      case INCIDENT_CONFIRMED_RESTRICTED -> EnumSet.of(COMPONENT, IMPACT, DATE_TIME, RESTRICTED_TO);
      case SERVICE_RESTORED -> EnumSet.of(COMPONENT, DATE_TIME);
      case INCIDENT_UPDATE -> EnumSet.of(COMPONENT, UPDATE_TEXT, DATE_TIME);
      case MAINTENANCE_RESCHEDULED -> EnumSet.of(COMPONENT, WINDOW, FORMER_WINDOW);
      case MAINTENANCE_SCHEDULED,
          MAINTENANCE_REMINDER,
          MAINTENANCE_OVERRUN,
          MAINTENANCE_COMPLETED,
          MAINTENANCE_CANCELLED ->
          EnumSet.of(COMPONENT, WINDOW);
      case NON_CONFORMITY_OPENED, NON_CONFORMITY_OVERDUE -> EnumSet.of(POLICY, CAUSE, REFERENCE);
      case INCIDENT_OPENED, SIGNAL_CLEARED -> EnumSet.of(COMPONENT, REFERENCE);
    };
  }

  /** What a text of the message may tell, those included. */
  static Set<Placeholder> allowed(Message message) {
    Set<Placeholder> allowed =
        message.isPublic()
            ? EnumSet.of(ORGANIZATION, REFERENCE, SERVICE_DESK_URL, GROUP_NAME)
            : EnumSet.of(ORGANIZATION, NAMESPACE, COMMAND);
    allowed.addAll(required(message));
    allowed.addAll(own(message));
    return allowed;
  }

  private static Set<Placeholder> own(Message message) {
    return switch (message) {
      case BACKUP_SUCCEEDED -> work();
      case BACKUP_DEGRADED, BACKUP_FAILED -> {
        Set<Placeholder> known = work();
        known.addAll(EnumSet.of(DETAIL, REMEDY, FAILURES, LAST_GOOD));
        yield known;
      }
      case BACKUP_MISSED ->
          EnumSet.of(RUN, SOURCE, MISSED_FIRST, REASON, DETAIL, REMEDY, NEXT_RUN, LAST_GOOD);
      case VERIFICATION_SUCCEEDED -> {
        Set<Placeholder> known = test();
        known.addAll(EnumSet.of(SIZE, PROOF, RTO, RPO, SIGN_COMMAND));
        yield known;
      }
      case VERIFICATION_FAILED -> {
        Set<Placeholder> known = test();
        known.addAll(EnumSet.of(TARGETS, DETAIL, REMEDY, LAST_TEST));
        yield known;
      }
      case VERIFICATION_DUE ->
          EnumSet.of(TEST, SOURCE, SINCE, DETAIL, REMEDY, LAST_TEST, SIGN_COMMAND);
      case BACKUP_DIGEST -> EnumSet.of(RUNS, TESTS);
      case RECEIPT_CONFIRMATION,
          UNAVAILABILITY_NOT_CONFIRMED,
          INCIDENT_CONFIRMED,
          INCIDENT_CONFIRMED_RESTRICTED,
          SERVICE_RESTORED,
          INCIDENT_UPDATE ->
          EnumSet.noneOf(Placeholder.class);
      case MAINTENANCE_SCHEDULED, MAINTENANCE_RESCHEDULED, MAINTENANCE_REMINDER ->
          EnumSet.of(PURPOSE, EFFECT, DATE_TIME);
      case MAINTENANCE_OVERRUN, MAINTENANCE_COMPLETED -> EnumSet.of(DATE_TIME);
      case MAINTENANCE_CANCELLED -> EnumSet.of(REASON, DATE_TIME);
      case NON_CONFORMITY_OPENED, NON_CONFORMITY_OVERDUE ->
          EnumSet.of(COMPONENT, DATE_TIME, DETAIL, SIGNALS, TEAM, CLOSE_BY, CLOSE_COMMAND);
      case INCIDENT_OPENED, SIGNAL_CLEARED -> EnumSet.of(DATE_TIME, ALERTS);
    };
  }

  private static Set<Placeholder> work() {
    return EnumSet.of(
        SOURCE, TARGETS, SIZE, STORED, DURATION, CAPTURED_AT, ENDED_AT, REPOSITORIES, NEXT_RUN);
  }

  private static Set<Placeholder> test() {
    return EnumSet.of(SOURCE, RUN, CAPTURED_AT, ENDED_AT, REPOSITORIES, CHECKS);
  }
}
