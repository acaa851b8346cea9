package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static dev.salvaguarda.controller.telling.WindowCases.COMPLETED;
import static dev.salvaguarda.controller.telling.WindowCases.MOVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.ToldNotice;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.window.WindowMessages;
import dev.salvaguarda.testkit.seed.SeededTest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Clocks that are moved back and forth while people decide and times come. */
class ClockJumpsTest {
  private static final Instant FIRST = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LAST = Instant.parse("2026-12-04T12:00:00Z");
  private static final int LOOKS = 60;
  private static final List<NotificationChannel> CHANNELS =
      List.of(
          IncidentCases.channel("group", "retry: {deadline: 30d}\nsubscribes: [{}]"),
          IncidentCases.channel("other", "retry: {deadline: 30d}\nsubscribes: [{}]"));

  private static final Incident INCIDENT =
      IncidentCases.incident(
          IncidentCases.CONFIRMED + IncidentCases.UPDATED + IncidentCases.RESTORED);
  private static final MaintenanceWindow WINDOW =
      WindowCases.window(ANNOUNCED + MOVED + COMPLETED + "reminders: [24h, 1h]\n");

  @SeededTest(fixed = 20)
  void whateverTheClockSaysMeanwhileEachMessageIsMadeOnceAndNoneIsMissing(long seed) {
    Random random = new Random(seed);

    assertMadeOnce(
        INCIDENT, now -> IncidentMessages.owed(IncidentRecord.of(INCIDENT, now)), random);
    assertMadeOnce(WINDOW, now -> WindowMessages.owed(WindowRecord.of(WINDOW, now), now), random);
  }

  private static void assertMadeOnce(
      HasMetadata subject, Function<Instant, List<OwedMessage>> owed, Random random) {
    List<String> calm = made(subject, owed, List.of(LAST));
    List<Instant> jumps = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      jumps.add(FIRST.plusSeconds(random.nextLong(LAST.getEpochSecond() - FIRST.getEpochSecond())));
    }
    jumps.add(LAST);

    assertThat(calm).hasSizeGreaterThan(4).doesNotHaveDuplicates();
    assertThat(made(subject, owed, jumps)).containsExactlyInAnyOrderElementsOf(calm);
  }

  /** The names of all notices that looks at these times make. */
  private static List<String> made(
      HasMetadata subject, Function<Instant, List<OwedMessage>> owed, List<Instant> looks) {
    ToldNotices made = ToldNotices.none();
    for (Instant now : looks) {
      NoticePlan plan = NoticePlan.of(subject, owed.apply(now), CHANNELS, made, now);
      made = made.with(plan, Optional.empty());
    }
    return made.all().stream().map(ToldNotice::name).toList();
  }
}
