package dev.salvaguarda.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.Awaited.What;
import dev.salvaguarda.domain.incident.IncidentFacts.Decisions;
import dev.salvaguarda.domain.incident.IncidentFacts.Executive;
import dev.salvaguarda.domain.incident.IncidentFacts.Finding;
import dev.salvaguarda.domain.incident.IncidentFacts.Handling;
import dev.salvaguarda.domain.incident.IncidentFacts.Matter;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.MessageFacts;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.nonconformity.Cause;
import dev.salvaguarda.domain.nonconformity.Evidence;
import dev.salvaguarda.domain.nonconformity.Signal;
import dev.salvaguarda.domain.nonconformity.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a record that the operator opened for a policy. */
class FindingTest {
  private static final Instant OPENED = Instant.parse("2026-11-27T22:05:00Z");
  private static final Instant CLOSE_BY = OPENED.plus(Duration.ofDays(7));
  private static final Signal FAILURE =
      new Signal("folha-1", OPENED.minusSeconds(60), "folha-1 failed.");
  private static final Evidence GONE =
      new Evidence.Gone(List.of(FAILURE), OPENED.plusSeconds(3_600));

  @Test
  void isReportedUntilATeamIsNamed() {
    assertThat(IncidentLife.phase(finding(false, null), false)).isEqualTo(IncidentPhase.REPORTED);
    assertThat(IncidentLife.phase(finding(true, null), false))
        .isEqualTo(IncidentPhase.UNDER_ANALYSIS);
  }

  @Test
  void isRestoredSinceItsCauseIsGoneWithoutAnybodyDecidingSo() {
    IncidentFacts restored = finding(true, null).counting(GONE);

    assertThat(IncidentLife.phase(restored, false)).isEqualTo(IncidentPhase.RESTORED);
    assertThat(IncidentLife.restoredAt(restored)).contains(OPENED.plusSeconds(3_600));
    assertThat(restored.decisions().restoration()).isNull();
  }

  @Test
  void isClosedByAPersonAloneWhetherItsCauseIsGoneOrNot() {
    assertThat(IncidentLife.phase(finding(true, OPENED.plusSeconds(60)), false))
        .isEqualTo(IncidentPhase.CLOSED);
  }

  @Test
  void onWhatIsClosedNothingIsCountedAnyMore() {
    IncidentFacts closed = finding(true, OPENED.plusSeconds(60));

    assertThat(closed.counting(GONE)).isEqualTo(closed);
  }

  @Test
  void closingItIsAwaitedFromTheStartAndOverdueAfterTheTimeThatThePolicyGives() {
    for (IncidentFacts open : List.of(finding(false, null), finding(true, null).counting(GONE))) {
      assertThat(IncidentLife.awaited(open, OPENED))
          .contains(new Awaited(What.CLOSURE, OPENED, CLOSE_BY));
      assertThat(IncidentLife.nextOverdue(open, OPENED)).contains(CLOSE_BY);
      assertThat(IncidentLife.nextOverdue(open, CLOSE_BY)).isEmpty();
    }
    assertThat(IncidentLife.awaited(finding(true, OPENED.plusSeconds(60)), CLOSE_BY)).isEmpty();
  }

  @Test
  void isToldOnceAndOnceMoreWhenOverdue() {
    assertThat(told(finding(true, null), CLOSE_BY.minusSeconds(1)))
        .containsExactly(Message.NON_CONFORMITY_OPENED);
    assertThat(told(finding(true, null), CLOSE_BY))
        .containsExactly(Message.NON_CONFORMITY_OPENED, Message.NON_CONFORMITY_OVERDUE);
    assertThat(told(finding(true, CLOSE_BY.minusSeconds(1)), CLOSE_BY.plusSeconds(9)))
        .containsExactly(Message.NON_CONFORMITY_OPENED);
    assertThat(told(finding(true, CLOSE_BY.plusSeconds(1)), CLOSE_BY.plusSeconds(9))).hasSize(2);
  }

  @Test
  void owesThePublicNothing() {
    assertThat(IncidentMessages.owed(finding(true, null).counting(GONE))).isEmpty();
    assertThat(FindingMessages.owed(Incidents.reportedByAClient().confirmed().facts(), CLOSE_BY))
        .isEmpty();
  }

  @Test
  void whatWasNotSentBeforeItWasClosedIsPointless() {
    for (Message message : List.of(Message.NON_CONFORMITY_OPENED, Message.NON_CONFORMITY_OVERDUE)) {
      assertThat(IncidentMessages.end(finding(true, null).counting(GONE), message, OPENED))
          .isEmpty();
      assertThat(IncidentMessages.end(finding(true, OPENED.plusSeconds(60)), message, OPENED))
          .isPresent();
    }
  }

  @Test
  void tellsAllThatItsTextMayTell() {
    for (OwedMessage owed : FindingMessages.owed(finding(true, null), CLOSE_BY)) {
      assertThat(new MessageFacts(owed.message(), owed.facts()).facts().keySet())
          .containsAll(owed.message().required())
          .contains(Placeholder.CLOSE_COMMAND, Placeholder.TEAM);
      assertThat(owed.decidedBy()).isNull();
    }
  }

  private static List<Message> told(IncidentFacts facts, Instant now) {
    return FindingMessages.owed(facts, now).stream().map(OwedMessage::message).toList();
  }

  private static IncidentFacts finding(boolean isTaken, @Nullable Instant closedAt) {
    return new IncidentFacts(
        new Matter("folha-failed-1", "Folha", "", FAILURE.at(), false),
        new Handling(OPENED, false, isTaken, List.of(), null, null, null),
        new Decisions(
            null,
            null,
            new Executive(ExecutiveRole.RECORD_ONLY, null, ""),
            List.of(),
            null,
            closedAt == null ? null : new Decision("ana", closedAt)),
        new Finding(
            Cause.FAILED,
            "ti",
            "folha",
            isTaken ? "suporte" : "",
            CLOSE_BY,
            Tally.opened(FAILURE)));
  }
}
