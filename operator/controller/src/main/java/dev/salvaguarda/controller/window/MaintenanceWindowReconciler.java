package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import dev.salvaguarda.controller.telling.NoticePlan;
import dev.salvaguarda.controller.telling.PlanTelling;
import dev.salvaguarda.controller.telling.TellingEventSources;
import dev.salvaguarda.controller.telling.ToldGatherer;
import dev.salvaguarda.controller.telling.WindowRecord;
import dev.salvaguarda.domain.window.WindowLife;
import dev.salvaguarda.domain.window.WindowMessages;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Derives where a {@link MaintenanceWindow} stands from what people decided and the time, and makes
 * the notices that follow. It decides nothing itself.
 */
@ControllerConfiguration(
    name = "maintenancewindow",
    fieldManager = LookRules.FIELD_MANAGER,
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = WindowChange.class),
    maxReconciliationInterval =
        @MaxReconciliationInterval(
            interval = LookRules.LONGEST_PAUSE_MINUTES,
            timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = LookRules.RETRIES_WITHOUT_END,
    initialInterval = LookRules.FIRST_RETRY_MILLIS,
    intervalMultiplier = LookRules.RETRY_GROWTH,
    maxInterval = LookRules.LONGEST_RETRY_MILLIS)
public final class MaintenanceWindowReconciler implements Reconciler<MaintenanceWindow> {
  private static final Duration UNTIL_THE_NEXT_TRY = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(LookRules.LONGEST_PAUSE_MINUTES);

  private final ToldGatherer gatherer;
  private final PlanTelling telling;
  private final HeldWatch held;
  private final Clock clock;
  private final StatusWriter<MaintenanceWindow, MaintenanceWindowStatus> status;

  public MaintenanceWindowReconciler(
      ToldGatherer gatherer, PlanTelling telling, HeldAlertsExit exit, Clock clock) {
    this.gatherer = gatherer;
    this.telling = telling;
    this.held = new HeldWatch(exit);
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.READY,
            MaintenanceWindowStatus.none(),
            MaintenanceWindowStatus::conditions,
            MaintenanceWindowStatus::withConditions,
            MaintenanceWindow::new,
            next -> next.withHeldAlerts(List.of()),
            clock);
  }

  @Override
  public List<EventSource<?, MaintenanceWindow>> prepareEventSources(
      EventSourceContext<MaintenanceWindow> context) {
    return TellingEventSources.of(MaintenanceWindow.class, context);
  }

  @Override
  public UpdateControl<MaintenanceWindow> reconcile(
      MaintenanceWindow window, Context<MaintenanceWindow> context) {
    Instant now = clock.instant();
    if (OpenWindows.isDeleted(window)) {
      held.look(window, now);
      return UpdateControl.<MaintenanceWindow>noUpdate().rescheduleAfter(UNTIL_THE_NEXT_TRY);
    }
    WindowSeen seen = seen(window, now);
    NoticePlan plan =
        NoticePlan.of(
            window,
            WindowMessages.owed(seen.facts(), now),
            TellingEventSources.channels(context, window.getMetadata().getNamespace()),
            seen.notices(),
            now);
    Optional<ConditionFact> obstacle = telling.make(plan);
    held.look(window, now);
    return status
        .write(window, WindowReport.next(seen, plan, obstacle, now))
        .lookingAgainAfter(
            obstacle.isPresent()
                ? UNTIL_THE_NEXT_TRY
                : Stream.concat(
                        Stream.ofNullable(seen.ahead()),
                        Stream.concat(
                            WindowLife.nextChange(seen.facts(), now).stream(),
                            HeldWatch.nextChange(window, now).stream()))
                    .min(Comparator.naturalOrder())
                    .map(at -> Duration.between(now, at))
                    .orElse(LONGEST));
  }

  private WindowSeen seen(MaintenanceWindow window, Instant now) {
    MaintenanceWindowStatus known =
        Objects.requireNonNullElse(window.getStatus(), MaintenanceWindowStatus.none());
    return new WindowSeen(
        window,
        WindowRecord.of(window, now),
        gatherer.gather(window, known.notices()),
        WindowRecord.ahead(window, now).orElse(null));
  }

  @Override
  public ErrorStatusUpdateControl<MaintenanceWindow> updateErrorStatus(
      MaintenanceWindow seen, Context<MaintenanceWindow> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }
}
