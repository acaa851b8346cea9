package dev.salvaguarda.app.wiring;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.app.start.KindsObstacle;
import dev.salvaguarda.app.start.ObstacleWatch;
import dev.salvaguarda.app.start.OperatorStart;
import dev.salvaguarda.app.start.SetBack;
import dev.salvaguarda.controller.notice.NoticeApplier;
import dev.salvaguarda.controller.notice.NoticeReconciler;
import dev.salvaguarda.controller.policy.BackupPolicyReconciler;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.SlimStore;
import dev.salvaguarda.controller.run.BackupRunReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begin and end of the operator. */
@Singleton
public final class StartWiring {
  private static final Logger LOG = LoggerFactory.getLogger(StartWiring.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Some ten requests for nearly nothing, each time. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(20);

  private static final int FAILED = 1;
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          BackupPolicy.class,
          BackupRepository.class,
          BackupRun.class,
          Restore.class,
          NotificationChannel.class,
          Notice.class,
          Incident.class,
          MaintenanceWindow.class);

  /**
   * As the extension makes it, but the runs and notices to watch are selected, all are kept small,
   * and policies beside those of other watches. The reconciler's annotation could say which, if the
   * extension did not check fields against definitions that it generated itself.
   */
  @Produces
  @Singleton
  Operator operator(
      QuarkusConfigurationService configuration,
      RunRecords records,
      Instance<Reconciler<? extends HasMetadata>> reconcilers) {
    Operator operator = new Operator(configuration);
    for (Reconciler<? extends HasMetadata> reconciler : reconcilers) {
      switch (reconciler) {
        case BackupPolicyReconciler policies -> {
          var made = configuration.getConfigurationFor(policies);
          operator.register(
              policies, with(made, records.policyStore(made), of -> of, configuration));
        }
        case BackupRunReconciler runs -> {
          var made = configuration.getConfigurationFor(runs);
          operator.register(
              runs,
              with(
                  made,
                  SlimStore.of(made),
                  of -> of.withFieldSelector(BackupRunReconciler.WATCHED),
                  configuration));
        }
        case NoticeReconciler notices -> {
          var made = configuration.getConfigurationFor(notices);
          operator.register(
              notices,
              with(
                  made,
                  SlimStore.of(made),
                  of -> of.withFieldSelector(NoticeReconciler.WATCHED),
                  configuration));
        }
        default -> operator.register(reconciler);
      }
    }
    return operator;
  }

  private static <R extends HasMetadata> QuarkusControllerConfiguration<R> with(
      QuarkusControllerConfiguration<R> made,
      @Nullable ItemStore<R> store,
      UnaryOperator<InformerConfiguration<R>.Builder> change,
      QuarkusConfigurationService all) {
    QuarkusControllerConfiguration<R> changed =
        new QuarkusControllerConfiguration<>(
            change
                .apply(
                    InformerConfiguration.builder(made.getInformerConfig())
                        .withItemStore(store)
                        .withInformerListLimit(RunRecords.PAGE))
                .buildForController(),
            made.getName(),
            made.isGenerationAware(),
            made.getAssociatedReconcilerClassName(),
            made.getRetry(),
            made.getRateLimiter(),
            made.maxReconciliationInterval().orElseThrow(),
            made.getFinalizerName(),
            made.fieldManager(),
            made.getWorkflow(),
            made.getResourceTypeName(),
            made.getResourceClass());
    changed.setParent(all);
    return changed;
  }

  @Produces
  @Singleton
  KindsObstacle obstacle(
      KubernetesClient client, OperatorSettings settings, NoticeApplier notices) {
    return new KindsObstacle(
        client, KINDS, settings.watchNamespaces(), new SetBack(() -> beginAnew(notices)));
  }

  /** What was said is known to this process alone. */
  private static void beginAnew(NoticeApplier notices) {
    try {
      LOG.atInfo().addKeyValue("notices", notices.bringBack()).log("what was said stands again");
    } finally {
      Quarkus.asyncExit(FAILED);
    }
  }

  @Produces
  @Singleton
  ObstacleWatch obstacleWatch(KindsObstacle obstacle, OperatorStart operatorStart) {
    return new ObstacleWatch(obstacle, operatorStart::state, ASK_AGAIN_AFTER);
  }

  @Produces
  @Singleton
  OperatorStart operatorStart(KindsObstacle obstacle, Operator operator, Clock clock) {
    return new OperatorStart(
        obstacle, operator::start, () -> Quarkus.asyncExit(FAILED), clock, PAUSE);
  }

  void onStart(
      @Observes StartupEvent event,
      OperatorSettings settings,
      OperatorStart operatorStart,
      ObstacleWatch obstacleWatch) {
    LOG.atInfo()
        .addKeyValue("workerImage", settings.workerImage())
        .addKeyValue(
            "namespaces", settings.watchNamespaces().isEmpty() ? "all" : settings.watchNamespaces())
        .log("operator begins");
    operatorStart.begin();
    obstacleWatch.begin();
  }

  void onStop(
      @Observes ShutdownEvent event,
      OperatorStart operatorStart,
      ObstacleWatch obstacleWatch,
      Operator operator) {
    obstacleWatch.close();
    operatorStart.close();
    operator.stop();
  }
}
