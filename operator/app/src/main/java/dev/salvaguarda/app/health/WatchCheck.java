package dev.salvaguarda.app.health;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Fails until every informer is filled and as soon as one loses its watch on the API server. */
@Readiness
@Singleton
public final class WatchCheck implements HealthCheck {
  private final Operator operator;

  WatchCheck(Operator operator) {
    this.operator = operator;
  }

  @Override
  public HealthCheckResponse call() {
    RuntimeInfo info = operator.getRuntimeInfo();
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("the API server is watched");
    if (!info.isStarted()) {
      return answer.down().withData("operator", "not started yet").build();
    }
    info.unhealthyEventSources()
        .forEach((controller, sources) -> answer.withData(controller, sources.keySet().toString()));
    return answer.status(info.allEventSourcesAreHealthy()).build();
  }
}
