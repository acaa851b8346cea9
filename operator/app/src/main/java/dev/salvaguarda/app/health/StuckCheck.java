package dev.salvaguarda.app.health;

import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.app.watch.ReconciliationWatch;
import dev.salvaguarda.app.watch.ReconciliationWatch.UnderWay;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Fails when a reconciliation does not end, so that Kubernetes starts the operator anew. */
@Liveness
@Singleton
public final class StuckCheck implements HealthCheck {
  private final ReconciliationWatch watch;
  private final OperatorSettings settings;

  StuckCheck(ReconciliationWatch watch, OperatorSettings settings) {
    this.watch = watch;
    this.settings = settings;
  }

  @Override
  public HealthCheckResponse call() {
    List<UnderWay> stuck = watch.longerThan(settings.stuckAfter());
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("no reconciliation is stuck").status(stuck.isEmpty());
    stuck.forEach(work ->
        answer.withData(work.controller() + " " + work.resource(), "since " + work.since()));
    return answer.build();
  }
}
