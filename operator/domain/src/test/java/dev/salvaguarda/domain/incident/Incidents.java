package dev.salvaguarda.domain.incident;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.IncidentFacts.Decisions;
import dev.salvaguarda.domain.incident.IncidentFacts.Executive;
import dev.salvaguarda.domain.incident.IncidentFacts.Handling;
import dev.salvaguarda.domain.incident.IncidentFacts.Matter;
import dev.salvaguarda.domain.incident.IncidentFacts.Update;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An incident as a test tells it, one act after the other, five minutes apart. */
final class Incidents {
  static final Instant OCCURRED = Instant.parse("2026-11-27T16:55:00Z");
  static final Instant OPENED = Instant.parse("2026-11-27T17:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);

  private boolean isByClient = true;
  private boolean isPublic = true;
  private boolean isTaken;
  private @Nullable Duration updateEvery;
  private ExecutiveRole role = ExecutiveRole.RECORD_ONLY;
  private final List<String> requests = new ArrayList<>();
  private @Nullable Instant requestSince;
  private @Nullable Decision waiver;
  private @Nullable Decision acknowledgement;
  private @Nullable Verdict verdict;
  private @Nullable Decision statement;
  private final List<Update> updates = new ArrayList<>();
  private @Nullable Decision restoration;
  private @Nullable Decision closure;
  private Instant now = OPENED;

  static Incidents reportedByAClient() {
    return new Incidents();
  }

  static Incidents foundByTheOrganisation() {
    Incidents one = new Incidents();
    one.isByClient = false;
    return one;
  }

  Incidents internal() {
    isPublic = false;
    return this;
  }

  Incidents executive(ExecutiveRole asked) {
    role = asked;
    return this;
  }

  Incidents updatedEvery(Duration pause) {
    updateEvery = pause;
    return this;
  }

  Incidents taken() {
    isTaken = true;
    return this;
  }

  Incidents acknowledged() {
    acknowledgement = decidedBy("ascom");
    return this;
  }

  Incidents serviceRequest(String number) {
    Decision opened = decidedBy("notifier");
    requests.add(number);
    requestSince = requestSince == null ? opened.at() : requestSince;
    return this;
  }

  Incidents waived() {
    waiver = decidedBy("team");
    return this;
  }

  Incidents notConfirmed() {
    verdict = new Verdict.NotConfirmed(decidedBy("team"));
    return this;
  }

  Incidents confirmed() {
    verdict = new Verdict.General(decidedBy("team"));
    return this;
  }

  Incidents confirmedFor(String organization) {
    verdict = new Verdict.Restricted(decidedBy("team"), organization);
    return this;
  }

  Incidents stated() {
    statement = decidedBy("director");
    return this;
  }

  Incidents updated(String id) {
    updates.add(new Update(id, "News " + id, decidedBy("ascom")));
    return this;
  }

  Incidents restored() {
    restoration = decidedBy("team");
    return this;
  }

  Incidents closed() {
    closure = decidedBy("team");
    return this;
  }

  /** Without the five minutes between two acts. */
  Incidents atOnce() {
    now = now.minus(STEP);
    return this;
  }

  private Decision decidedBy(String who) {
    now = now.plus(STEP);
    return new Decision(who, now);
  }

  Instant now() {
    return now;
  }

  IncidentFacts facts() {
    return new IncidentFacts(
        new Matter("correio", "Correio eletrônico", "as caixas postais", OCCURRED, isPublic),
        new Handling(OPENED, isByClient, isTaken, requests, requestSince, waiver, updateEvery),
        new Decisions(
            acknowledgement,
            verdict,
            new Executive(role, statement, statement == null ? "" : "I confirm it."),
            updates,
            restoration,
            closure));
  }

  IncidentPhase phase() {
    return IncidentLife.phase(facts(), false);
  }

  List<OwedMessage> owed() {
    return IncidentMessages.owed(facts());
  }

  List<Message> messages() {
    return owed().stream().map(OwedMessage::message).toList();
  }

  /** Who has to do what, and since when; empty if nobody has. */
  String awaited(Instant at) {
    return IncidentLife.awaited(facts(), at)
        .map(one -> "%s by %s".formatted(one.what(), one.what().from()))
        .orElse("");
  }

  String awaited() {
    return awaited(now);
  }

  static Fact told(OwedMessage message, Placeholder placeholder) {
    return message.facts().getOrDefault(placeholder, new Fact.Words(""));
  }
}
