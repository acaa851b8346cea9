package dev.salvaguarda.domain.nonconformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.ExecutiveRole;
import dev.salvaguarda.domain.incident.FindingMessages;
import dev.salvaguarda.domain.incident.IncidentFacts;
import dev.salvaguarda.domain.incident.IncidentFacts.Decisions;
import dev.salvaguarda.domain.incident.IncidentFacts.Executive;
import dev.salvaguarda.domain.incident.IncidentFacts.Finding;
import dev.salvaguarda.domain.incident.IncidentFacts.Handling;
import dev.salvaguarda.domain.incident.IncidentFacts.Matter;
import dev.salvaguarda.domain.incident.IncidentLife;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.incident.IncidentPhase;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.nonconformity.Opening.Known;
import dev.salvaguarda.domain.nonconformity.Opening.Rules;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A month of random backups, looked at every hour by an operator who sees all, and now and then by
 * another one who sees the world as it was some hours ago.
 */
class MonthTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final int HOURS = 30 * 24;
  private static final Duration A_WEEK = Duration.ofDays(7);

  /** A record as the cluster holds it. */
  private record Entry(Opening opening, Instant openedAt, Tally tally, @Nullable Instant closedAt) {
    Known known() {
      return new Known(opening.cause(), opening.number(), closedAt != null, tally.newest().at());
    }

    Entry counting(Tally next) {
      return new Entry(opening, openedAt, next, closedAt);
    }

    Entry closed(Instant at) {
      return new Entry(opening, openedAt, tally, at);
    }

    IncidentFacts facts() {
      return new IncidentFacts(
          new Matter("folha", "Folha", "", openedAt, false),
          new Handling(openedAt, false, false, List.of(), null, null, null),
          new Decisions(
              null,
              null,
              new Executive(ExecutiveRole.RECORD_ONLY, null, ""),
              List.of(),
              null,
              closedAt == null ? null : new Decision("ana", closedAt)),
          new Finding(opening.cause(), "ti", "folha", "", openedAt.plus(A_WEEK), tally));
    }
  }

  /** What an operator sees at once. */
  private record View(Map<Cause, Evidence> evidence, List<Known> known) {}

  @SeededTest
  void neverOpensTwoForOneCauseClosesNoneAndPublishesNone(long seed) {
    new Month(new Random(seed)).play();
  }

  private static final class Month {
    private final Random chance;
    private final Backups backups;
    private final Rules rules;
    private final Map<String, Entry> records = new LinkedHashMap<>();
    private final Set<String> closedByAPerson = new HashSet<>();
    private final Map<String, List<Message>> told = new LinkedHashMap<>();
    private final List<View> past = new ArrayList<>();

    Month(Random chance) {
      this.chance = chance;
      this.backups = new Backups(chance);
      this.rules = new Rules(EnumSet.allOf(Cause.class), 1 + chance.nextInt(3));
    }

    void play() {
      for (int hour = 0; hour < HOURS; hour++) {
        Instant now = START.plus(Duration.ofHours(hour));
        backups.happen(now);
        closeOne(now.plusSeconds(60));
        if (!past.isEmpty() && chance.nextInt(4) == 0) {
          look(past.get(Math.max(0, past.size() - 1 - chance.nextInt(12))), now.plusSeconds(120));
        }
        View all = new View(backups.show(), records.values().stream().map(Entry::known).toList());
        past.add(all);
        look(all, now.plusSeconds(180));
        check(now.plusSeconds(180));
      }
      everySignalIsCountedOnce();
      assertThat(records).as("a month in which something happened").isNotEmpty();
    }

    private void closeOne(Instant now) {
      if (chance.nextInt(30) == 0) {
        records.entrySet().stream()
            .filter(one -> one.getValue().closedAt() == null)
            .findAny()
            .ifPresent(one -> {
              closedByAPerson.add(one.getKey());
              one.setValue(one.getValue().closed(now));
            });
      }
    }

    /** Opens what is due, as the API server lets through: a name once. Then counts. */
    private void look(View seen, Instant now) {
      for (Opening opening : Opening.due(seen.evidence(), rules, seen.known())) {
        records.putIfAbsent(
            opening.cause() + "-" + opening.number(),
            new Entry(opening, now, Tally.opened(opening.signals().getFirst()), null));
      }
      records.replaceAll((name, entry) -> {
        Evidence evidence = seen.evidence().get(entry.opening().cause());
        if (entry.closedAt() != null || evidence == null) {
          return entry;
        }
        Tally next = entry.tally().after(evidence);
        restoredOnce(entry.tally(), next);
        return entry.counting(next);
      });
    }

    /** Until it is seen again, that the cause is gone is said once and stays. */
    private static void restoredOnce(Tally before, Tally next) {
      if (before.goneAt() != null && next.newest().equals(before.newest())) {
        assertThat(next.goneAt()).isEqualTo(before.goneAt());
      }
      assertThat(next.count()).isGreaterThanOrEqualTo(before.count());
    }

    private void check(Instant now) {
      for (Cause cause : Cause.values()) {
        assertThat(of(cause).stream().filter(one -> one.closedAt() == null))
            .as("open records of %s", cause)
            .hasSizeLessThanOrEqualTo(1);
      }
      Map<Cause, Evidence> shown = backups.show();
      records.forEach((name, entry) -> {
        IncidentFacts facts = entry.facts();
        IncidentPhase phase = IncidentLife.phase(facts, false);
        assertThat(phase == IncidentPhase.CLOSED).isEqualTo(closedByAPerson.contains(name));
        if (entry.closedAt() == null) {
          assertThat(phase == IncidentPhase.RESTORED)
              .as("%s is restored once its cause is gone", name)
              .isEqualTo(shown.get(entry.opening().cause()) instanceof Evidence.Gone);
        }
        assertThat(IncidentMessages.owed(facts)).as("public messages").isEmpty();
        tell(name, FindingMessages.owed(facts, now).stream().map(OwedMessage::message).toList());
      });
    }

    /** What was told before is still told, and nothing is told twice or to the public. */
    private void tell(String name, List<Message> messages) {
      assertThat(messages).doesNotHaveDuplicates().noneMatch(Message::isPublic);
      assertThat(messages).containsAll(told.getOrDefault(name, List.of()));
      told.put(name, messages);
    }

    private void everySignalIsCountedOnce() {
      for (Cause cause : Cause.values()) {
        int counted = of(cause).stream().mapToInt(one -> one.tally().count()).sum();
        if (cause == Cause.FAILED && rules.failuresInARow() > 1) {
          assertThat(counted).isLessThanOrEqualTo(backups.signals(cause));
        } else {
          assertThat(counted).as("signals of %s", cause).isEqualTo(backups.signals(cause));
        }
      }
    }

    private Collection<Entry> of(Cause cause) {
      return records.values().stream().filter(one -> one.opening().cause() == cause).toList();
    }
  }
}
