package dev.salvaguarda.app.wiring;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.app.start.KindsObstacle;
import dev.salvaguarda.app.start.OperatorStart;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begin and end of the operator. */
@Singleton
public final class StartWiring {
  private static final Logger LOG = LoggerFactory.getLogger(StartWiring.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int FAILED = 1;
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(BackupPolicy.class, BackupRepository.class, BackupRun.class);

  @Produces
  @Singleton
  OperatorStart operatorStart(
      KubernetesClient client, Operator operator, OperatorSettings settings, Clock clock) {
    return new OperatorStart(
        new KindsObstacle(client, KINDS, settings.watchNamespaces()),
        operator::start,
        () -> Quarkus.asyncExit(FAILED),
        clock,
        PAUSE);
  }

  void onStart(
      @Observes StartupEvent event, OperatorSettings settings, OperatorStart operatorStart) {
    LOG.atInfo()
        .addKeyValue("workerImage", settings.workerImage())
        .addKeyValue(
            "namespaces", settings.watchNamespaces().isEmpty() ? "all" : settings.watchNamespaces())
        .log("operator begins");
    operatorStart.begin();
  }

  void onStop(@Observes ShutdownEvent event, OperatorStart operatorStart, Operator operator) {
    operatorStart.close();
    operator.stop();
  }
}
