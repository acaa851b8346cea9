package dev.salvaguarda.app.health;

import dev.salvaguarda.app.start.OperatorStart;
import dev.salvaguarda.app.start.OperatorStart.State;
import dev.salvaguarda.app.watch.Hindrances;
import dev.salvaguarda.app.watch.WatchedSources;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails until every informer is filled, while one knows that its watch on the API server is lost,
 * and while the API server does not answer or refuses what the operator needs: an informer may take
 * an hour to notice that.
 */
@Readiness
@Singleton
public final class WatchCheck implements HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(WatchCheck.class);

  private final WatchedSources sources;
  private final Supplier<Set<String>> hindrances;
  private final OperatorStart start;
  private final AtomicBoolean watching = new AtomicBoolean();

  @Inject
  WatchCheck(WatchedSources sources, Hindrances hindrances, OperatorStart start) {
    this(sources, hindrances::found, start);
  }

  WatchCheck(WatchedSources sources, Supplier<Set<String>> hindrances, OperatorStart start) {
    this.sources = sources;
    this.hindrances = hindrances;
    this.start = start;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("the API server is watched");
    Map<String, String> missing = missing();
    boolean whole = missing.isEmpty();
    if (watching.getAndSet(whole) && !whole) {
      LOG.atWarn().addKeyValue("missing", missing).log("the watch on the API server is lost");
    }
    // Whoever found them has told the log of them already.
    Set<String> found = hindrances.get();
    if (!found.isEmpty()) {
      missing.put("hindrances", String.join(" ", found));
    }
    missing.forEach(answer::withData);
    return answer.status(missing.isEmpty()).build();
  }

  private Map<String, String> missing() {
    Map<String, String> missing = new TreeMap<>();
    switch (start.state()) {
      case State.Waiting(String why) -> missing.put("operator", why);
      case State.Starting(var since) ->
          missing.put("operator", "Its caches are being filled since %s.".formatted(since));
      case State.Failed(String why) -> missing.put("operator", why);
      case State.Started _ -> missing.putAll(sources.lost());
    }
    return missing;
  }
}
