package dev.salvaguarda.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReconciliationWatchTest {
  private final ReconciliationWatch watch =
      new ReconciliationWatch(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  @Test
  void handsOnWhatAReconciliationReturns() throws Exception {
    assertThat(watch.timeControllerExecution(new Execution(() -> "done"))).isEqualTo("done");
  }

  @Test
  void anErrorBecomesAnExceptionSoThatItIsTriedAgain() {
    Execution failing =
        new Execution(() -> {
          throw new OutOfMemoryError("not really");
        });

    assertThatThrownBy(() -> watch.timeControllerExecution(failing))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(watch.longerThan(Duration.ofMinutes(-1))).isEmpty();
  }

  private record Execution(Supplier<String> work) implements ControllerExecution<String> {
    @Override
    public String name() {
      return "reconcile";
    }

    @Override
    public String controllerName() {
      return "run";
    }

    @Override
    public String successTypeName(String result) {
      return "";
    }

    @Override
    public ResourceID resourceID() {
      return new ResourceID("payroll", "backup");
    }

    @Override
    public Map<String, Object> metadata() {
      return Map.of();
    }

    @Override
    public String execute() {
      return work.get();
    }
  }
}
