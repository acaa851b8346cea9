package dev.salvaguarda.app.health;

import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.app.start.OperatorStart;
import dev.salvaguarda.app.start.OperatorStart.State;
import dev.salvaguarda.app.watch.Neglect;
import dev.salvaguarda.app.watch.ReconciliationWatch;
import dev.salvaguarda.app.watch.ReconciliationWatch.UnderWay;
import dev.salvaguarda.app.watch.Subject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Fails when a new process would help: a look at an object does not end, an object is not looked
 * at, or the start failed or does not end. Waiting for CustomResourceDefinitions is none of these.
 */
@Liveness
@Singleton
public final class StuckCheck implements HealthCheck {
  private static final int MOST_NAMED = 10;

  private final Function<Duration, List<UnderWay>> longerThan;
  private final Supplier<List<Subject>> neglected;
  private final OperatorStart start;
  private final OperatorSettings settings;
  private final Clock clock;

  @Inject
  StuckCheck(
      ReconciliationWatch watch,
      Neglect neglect,
      OperatorStart start,
      OperatorSettings settings,
      Clock clock) {
    this(watch::longerThan, neglect::found, start, settings, clock);
  }

  StuckCheck(
      Function<Duration, List<UnderWay>> longerThan,
      Supplier<List<Subject>> neglected,
      OperatorStart start,
      OperatorSettings settings,
      Clock clock) {
    this.longerThan = longerThan;
    this.neglected = neglected;
    this.start = start;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public HealthCheckResponse call() {
    Map<String, String> found = new TreeMap<>();
    longerThan
        .apply(settings.stuckAfter())
        .forEach(work -> found.put(work.subject().toString(), "looked at since " + work.since()));
    neglected.get().stream()
        .limit(MOST_NAMED)
        .forEach(subject -> found.put(subject.toString(), "not looked at for too long"));
    switch (start.state()) {
      case State.Failed(String why) -> found.put("start", why);
      case State.Starting(Instant since) -> {
        if (since.plus(settings.stuckAfter()).isBefore(clock.instant())) {
          found.put("start", "under way since " + since);
        }
      }
      case State.Waiting _, State.Started _ -> {}
    }
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("nothing is stuck").status(found.isEmpty());
    found.forEach(answer::withData);
    return answer.build();
  }
}
