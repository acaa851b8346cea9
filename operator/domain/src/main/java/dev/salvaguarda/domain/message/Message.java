package dev.salvaguarda.domain.message;

import dev.salvaguarda.domain.name.WireName;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What can be said about backups, their proofs, incidents and maintenance; each has a text in every
 * language.
 */
public enum Message {
  /** A run stored every byte of every target. */
  BACKUP_SUCCEEDED,
  /** A run stored less than it should have, or copies lag. */
  BACKUP_DEGRADED,
  /** A run stored nothing that counts. */
  BACKUP_FAILED,
  /** A due time passed without a run. */
  BACKUP_MISSED,
  /** A test restored the copies and everything that it compared was right. */
  VERIFICATION_SUCCEEDED,
  /** A test could not restore the copies, or found something wrong. */
  VERIFICATION_FAILED,
  /** A proof is overdue, or waits for a person's sign-off. */
  VERIFICATION_DUE,
  /** The successes of a day, in one message. */
  BACKUP_DIGEST,
  /** The report of a client was received (NPI-007, 6.1). */
  RECEIPT_CONFIRMATION,
  /** What was reported works (NPI-007, 6.2). */
  UNAVAILABILITY_NOT_CONFIRMED,
  /** A component does not work as it should, for everybody (NPI-007, 6.3). */
  INCIDENT_CONFIRMED,
  /** It works again (NPI-007, 6.4). */
  SERVICE_RESTORED,
  /** It does not work as it should for one organisation (NPI-007, 6.6). */
  INCIDENT_CONFIRMED_RESTRICTED,
  /** How it goes on; the norm promises this and has no text for it. */
  INCIDENT_UPDATE,
  /** Maintenance will take place (NPI-007, 6.5). */
  MAINTENANCE_SCHEDULED,
  /** It will take place at other times; the norm has no text for this, nor for those below. */
  MAINTENANCE_RESCHEDULED,
  /** It will take place soon. */
  MAINTENANCE_REMINDER,
  /** It takes longer than was said. */
  MAINTENANCE_OVERRUN,
  /** It is over. */
  MAINTENANCE_COMPLETED,
  /** It does not take place. */
  MAINTENANCE_CANCELLED,
  /** Something about a policy's backups does not conform; a person has to look into it. */
  NON_CONFORMITY_OPENED,
  /** Nobody has closed it in time. */
  NON_CONFORMITY_OVERDUE,
  /** An alert opened an incident; the technical team has to look into it. */
  INCIDENT_OPENED,
  /** No alert of it fires any more; whether the component works, people say. */
  SIGNAL_CLEARED;

  private final String wireName = WireName.of(this);

  /** The name in custom resources and of text files, such as {@code BackupSucceeded}. */
  public String wireName() {
    return wireName;
  }

  /** The message of this name; empty if there is none. */
  public static Optional<Message> of(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName.equals(wireName)).findFirst();
  }

  /**
   * Whether it is told to those who use a service: such a text names nothing of the cluster, and
   * speaks in an organisation's name always.
   */
  public boolean isPublic() {
    return switch (this) {
      case RECEIPT_CONFIRMATION,
          UNAVAILABILITY_NOT_CONFIRMED,
          INCIDENT_CONFIRMED,
          SERVICE_RESTORED,
          INCIDENT_CONFIRMED_RESTRICTED,
          INCIDENT_UPDATE,
          MAINTENANCE_SCHEDULED,
          MAINTENANCE_RESCHEDULED,
          MAINTENANCE_REMINDER,
          MAINTENANCE_OVERRUN,
          MAINTENANCE_COMPLETED,
          MAINTENANCE_CANCELLED ->
          true;
      case BACKUP_SUCCEEDED,
          BACKUP_DEGRADED,
          BACKUP_FAILED,
          BACKUP_MISSED,
          VERIFICATION_SUCCEEDED,
          VERIFICATION_FAILED,
          VERIFICATION_DUE,
          BACKUP_DIGEST,
          NON_CONFORMITY_OPENED,
          NON_CONFORMITY_OVERDUE,
          INCIDENT_OPENED,
          SIGNAL_CLEARED ->
          false;
    };
  }

  /** Whether it is for those who ask for it by name; nothing is amiss if nobody does. */
  public boolean isForTheTeam() {
    return this == INCIDENT_OPENED || this == SIGNAL_CLEARED;
  }

  /** What every text of it must tell, and every occasion knows. */
  public Set<Placeholder> required() {
    return Vocabulary.required(this);
  }

  /** What a text of it may tell, those included, in the order of the guide. */
  public Set<Placeholder> allowed() {
    return Vocabulary.allowed(this);
  }
}
