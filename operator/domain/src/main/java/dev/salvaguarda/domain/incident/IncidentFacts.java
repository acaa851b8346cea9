package dev.salvaguarda.domain.incident;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.nonconformity.Cause;
import dev.salvaguarda.domain.nonconformity.Evidence;
import dev.salvaguarda.domain.nonconformity.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about an incident may look at.
 *
 * @param finding what the operator found at a policy; null in what people recorded
 */
public record IncidentFacts(
    Matter matter, Handling handling, Decisions decisions, @Nullable Finding finding) {

  /** Of what people recorded. */
  public IncidentFacts(Matter matter, Handling handling, Decisions decisions) {
    this(matter, handling, decisions, null);
  }

  /**
   * The same with what is to be counted by now. On what is closed nothing is counted any more.
   *
   * @param evidence what the policy shows of the cause; null if there is no policy
   */
  public IncidentFacts counting(@Nullable Evidence evidence) {
    return finding == null || evidence == null || decisions.closure() != null
        ? this
        : new IncidentFacts(
            matter, handling, decisions, finding.with(finding.tally().after(evidence)));
  }

  /**
   * What the operator found at a policy.
   *
   * @param policy its name
   * @param team who is to look into it; empty if nobody is named
   * @param closeBy by when a person is to close it
   * @param tally what was counted
   */
  public record Finding(
      Cause cause, String namespace, String policy, String team, Instant closeBy, Tally tally) {
    Finding with(Tally counted) {
      return new Finding(cause, namespace, policy, team, closeBy, counted);
    }
  }

  /**
   * What it is about.
   *
   * @param name of the incident itself
   * @param component as people call it
   * @param impact what may not work; empty if nobody has said it
   * @param occurredAt when it began, as far as is known
   * @param isPublic whether it may be told to those who use the component
   */
  public record Matter(
      String name, String component, String impact, Instant occurredAt, boolean isPublic) {}

  /**
   * How it came in and who is at it.
   *
   * @param openedAt when it was recorded
   * @param isByClient whether somebody outside reported it, who gets an answer
   * @param isTaken whether a team is named that looks into it
   * @param serviceRequests numbers of service requests, in the order in which they came in
   * @param serviceRequestSince when the first of them came in; null without one
   * @param waiver that the team goes on without a service request; null while it does not
   * @param updateEvery how often there should be an update; null if nobody said
   */
  public record Handling(
      Instant openedAt,
      boolean isByClient,
      boolean isTaken,
      List<String> serviceRequests,
      @Nullable Instant serviceRequestSince,
      @Nullable Decision waiver,
      @Nullable Duration updateEvery) {
    public Handling {
      serviceRequests = List.copyOf(serviceRequests);
    }
  }

  /** What people have decided; null is what they have not. */
  public record Decisions(
      @Nullable Decision acknowledgement,
      @Nullable Verdict verdict,
      Executive executive,
      List<Update> updates,
      @Nullable Decision restoration,
      @Nullable Decision closure) {
    public Decisions {
      updates = List.copyOf(updates);
    }

    /** Whether it is over for those who use the component. */
    boolean isRestored() {
      return restoration != null;
    }
  }

  /**
   * What a director or manager has said.
   *
   * @param statement null while nothing was said
   * @param text their words; empty without a statement
   */
  public record Executive(ExecutiveRole role, @Nullable Decision statement, String text) {}

  /**
   * What is told while it goes on.
   *
   * @param id by which it is known among the incident's updates
   */
  public record Update(String id, String text, Decision decision) {}
}
