package dev.salvaguarda.domain.incident;

import java.time.Duration;
import java.time.Instant;

/**
 * What has to come next from a person.
 *
 * @param since from when on it is awaited
 * @param overdueAt when it is awaited for so long that somebody should ask; {@link Instant#MAX} if
 *     that is never so
 */
public record Awaited(What what, Instant since, Instant overdueAt) {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** What is overdue when it usually is. */
  public Awaited(What what, Instant since) {
    this(what, since, overdueAt(what, since));
  }

  /** Who is to do something. */
  public enum Who {
    /** Whoever reported it. */
    NOTIFIER,
    /** The communications office. */
    COMMUNICATIONS,
    /** The technical team. */
    RESPONSE_TEAM,
    /** A president, director or manager. */
    EXECUTIVE
  }

  /** What is to be done. */
  public enum What {
    /** To confirm the receipt of a report. */
    ACKNOWLEDGEMENT(Who.COMMUNICATIONS),
    /** To name the team that looks into it. */
    RESPONSIBLE_TEAM(Who.RESPONSE_TEAM),
    /** To open a service request and tell its number. */
    SERVICE_REQUEST(Who.NOTIFIER),
    /** To say whether there is an incident. */
    VERDICT(Who.RESPONSE_TEAM),
    /** To confirm it before it is told. */
    EXECUTIVE_STATEMENT(Who.EXECUTIVE),
    /** To say how it goes on. */
    UPDATE(Who.COMMUNICATIONS),
    /** To say that the component works again. */
    RESTORATION(Who.RESPONSE_TEAM),
    /** To write down what was learnt. */
    CLOSURE(Who.RESPONSE_TEAM);

    private final Who from;

    What(Who from) {
      this.from = from;
    }

    /** Who is to do it. */
    public Who from() {
      return from;
    }
  }

  /** Whether it is awaited for so long that somebody should ask. */
  public boolean isOverdue(Instant now) {
    return !now.isBefore(overdueAt);
  }

  private static Instant overdueAt(What what, Instant since) {
    return switch (what) {
      case ACKNOWLEDGEMENT, RESPONSIBLE_TEAM, SERVICE_REQUEST, VERDICT, EXECUTIVE_STATEMENT ->
          since.plus(AN_HOUR);
      case UPDATE -> since;
      // These take as long as they take.
      case RESTORATION, CLOSURE -> Instant.MAX;
    };
  }
}
