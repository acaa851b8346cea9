package dev.salvaguarda.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReconciliationWatchTest {
  private static final Subject PAYROLL = new Subject("run", "backup", "payroll");
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final ReconciliationWatch watch = new ReconciliationWatch(clock(), Metrics.NOOP);

  @Test
  void aLookThatDoesNotEndIsStuckOnceItHasTakenTooLong() throws Exception {
    watch.timeControllerExecution(
        new Execution(() -> {
          now.set(Instant.EPOCH.plus(LIMIT));
          assertThat(watch.longerThan(LIMIT)).isEmpty();
          now.set(Instant.EPOCH.plus(LIMIT).plusMillis(1));
          assertThat(watch.longerThan(LIMIT))
              .containsExactly(new ReconciliationWatch.UnderWay(PAYROLL, Instant.EPOCH));
          return "";
        }));

    assertThat(watch.longerThan(Duration.ZERO)).isEmpty();
  }

  @Test
  void anObjectThatWasNotLookedAtForTooLongIsNeglected() throws Exception {
    watch.timeControllerExecution(new Execution(() -> ""));

    now.set(Instant.EPOCH.plus(LIMIT));
    assertThat(watch.neglected(Map.of(PAYROLL, Instant.MIN), LIMIT)).isEmpty();
    now.set(Instant.EPOCH.plus(LIMIT).plusMillis(1));
    assertThat(watch.neglected(Map.of(PAYROLL, Instant.MIN), LIMIT)).containsExactly(PAYROLL);

    watch.timeControllerExecution(new Execution(() -> ""));
    assertThat(watch.neglected(Map.of(PAYROLL, Instant.MIN), LIMIT)).isEmpty();
  }

  @Test
  void anObjectThatIsNewOrIsBeingLookedAtIsNotNeglected() throws Exception {
    Subject fresh = new Subject("run", "backup", "fresh");
    now.set(Instant.EPOCH.plus(LIMIT).plusMillis(1));

    watch.timeControllerExecution(
        new Execution(() -> {
          assertThat(watch.neglected(Map.of(PAYROLL, Instant.EPOCH, fresh, now.get()), LIMIT))
              .isEmpty();
          assertThat(watch.neglected(Map.of(fresh, Instant.EPOCH), LIMIT)).containsExactly(fresh);
          return "";
        }));
  }

  @Test
  void onlyTheFirstFailureAndTheLastRecoveryAreNews() {
    FailingLooks looks = new FailingLooks();
    Subject other = new Subject("run", "backup", "other");
    Exception away = new KubernetesClientException("no route to host");

    assertThat(looks.failed(PAYROLL, away, 0)).isPresent();
    assertThat(looks.failed(PAYROLL, away, 0)).isEmpty();
    assertThat(looks.failed(other, away, 0)).isEmpty();
    assertThat(looks.passed(PAYROLL)).isEmpty();
    assertThat(looks.passed(PAYROLL)).isEmpty();
    assertThat(looks.passed(other)).contains("The API server did not answer.");
    assertThat(looks.failed(PAYROLL, away, 0)).isPresent();
    assertThat(looks.failed(PAYROLL, new IllegalStateException("a"), 0)).isPresent();
    looks.forget(PAYROLL);
    assertThat(looks.failed(other, away, 0)).isPresent();
  }

  @Test
  void whatPassesByItselfIsNewsOnceItGoesOn() {
    FailingLooks looks = new FailingLooks();
    Exception conflict = new KubernetesClientException("conflict", 409, null);

    assertThat(looks.failed(PAYROLL, conflict, 4)).isEmpty();
    assertThat(looks.failed(PAYROLL, conflict, 5)).isPresent();
    assertThat(looks.failed(PAYROLL, conflict, 6)).isEmpty();
    assertThat(looks.hindrances()).isEmpty();
    assertThat(looks.passed(PAYROLL)).isPresent();
  }

  @Test
  void theApiServerIsMissedFromTheFirstLookThatItDoesNotAnswerToTheLast() {
    FailingLooks looks = new FailingLooks();
    Subject other = new Subject("run", "backup", "other");
    looks.failed(PAYROLL, new IllegalStateException("an error of ours"), 0);
    assertThat(looks.hindrances()).isEmpty();

    looks.failed(PAYROLL, new KubernetesClientException("no route to host"), 0);
    looks.failed(other, new KubernetesClientException("no route to host"), 0);
    looks.passed(PAYROLL);
    assertThat(looks.hindrances()).containsExactly("The API server did not answer.");

    looks.passed(other);
    assertThat(looks.hindrances()).isEmpty();
  }

  @Test
  void aRightThatIsMissingHindersTheOperatorAndARuleOfTheClusterOnlyTheObject() {
    FailingLooks looks = new FailingLooks();

    looks.failed(PAYROLL, forbidden("exceeded quota: pods"), 0);
    assertThat(looks.hindrances()).isEmpty();

    looks.failed(
        PAYROLL,
        forbidden(
            "User \"x\" cannot create resource \"jobs\" in API group \"batch\" in the namespace \"ti\""),
        0);
    assertThat(looks.hindrances())
        .containsExactly(
            "The operator's service account lacks the right to create jobs.batch in namespace \"ti\".");

    looks.forget(PAYROLL);
    assertThat(looks.hindrances()).isEmpty();
  }

  private static KubernetesClientException forbidden(String words) {
    return new KubernetesClientException(
        words, HttpURLConnection.HTTP_FORBIDDEN, new StatusBuilder().withMessage(words).build());
  }

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

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
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
