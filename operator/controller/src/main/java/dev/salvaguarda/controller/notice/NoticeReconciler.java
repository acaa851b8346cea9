package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.domain.notice.NoticeDecision;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeLife;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Leads each {@link Notice} from its creation to one of its ends. */
@ControllerConfiguration(
    name = "notice",
    fieldManager = LookRules.FIELD_MANAGER,
    maxReconciliationInterval =
        @MaxReconciliationInterval(
            interval = LookRules.LONGEST_PAUSE_MINUTES,
            timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = LookRules.RETRIES_WITHOUT_END,
    initialInterval = LookRules.FIRST_RETRY_MILLIS,
    intervalMultiplier = LookRules.RETRY_GROWTH,
    maxInterval = LookRules.LONGEST_RETRY_MILLIS)
public final class NoticeReconciler implements Reconciler<Notice> {
  /** The notices that it has to watch: the others have come to their end. */
  public static final FieldSelector WATCHED =
      new FieldSelector(new FieldSelector.Field(Notice.SETTLED_FIELD, "true", true));

  private static final Duration LONGEST = Duration.ofMinutes(LookRules.LONGEST_PAUSE_MINUTES);

  private final NoticeGatherer gatherer;
  private final NoticeDesk desk;
  private final Clock clock;
  private final SimpleInboundEventSource<Notice> calls =
      new SimpleInboundEventSource<>("notice-calls");

  public NoticeReconciler(NoticeGatherer gatherer, NoticeDesk desk, Clock clock) {
    this.gatherer = gatherer;
    this.desk = desk;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Notice>> prepareEventSources(EventSourceContext<Notice> context) {
    return NoticeEventSources.of(calls, context);
  }

  @Override
  public UpdateControl<Notice> reconcile(Notice notice, Context<Notice> context) {
    Instant now = clock.instant();
    NoticeCache cache = new NoticeCache(context);
    NoticeSeen seen = gatherer.gather(notice, cache, now);
    NoticeDecision decision = NoticeLife.decide(seen.facts(), now);
    if (decision instanceof Send) {
      seen = gatherer.beforeSending(seen, now);
      decision = NoticeLife.decide(seen.facts(), now);
    }
    Instant next =
        desk.apply(
            seen, decision, now, () -> calls.propagateEvent(ResourceID.fromResource(notice)));
    if (NoticeDesk.isOver(decision)) {
      cache.waiting(notice).forEach(one -> calls.propagateEvent(ResourceID.fromResource(one)));
    }
    Duration delay = Duration.between(now, next);
    Duration atLeast = delay.isPositive() ? delay : Duration.ofMillis(1);
    return UpdateControl.<Notice>noUpdate()
        .rescheduleAfter(atLeast.compareTo(LONGEST) < 0 ? atLeast : LONGEST);
  }

  @Override
  public ErrorStatusUpdateControl<Notice> updateErrorStatus(
      Notice seen, Context<Notice> context, Exception error) {
    FailedLook look = FailedLook.of(error);
    NoticeStatus old = seen.getStatus() == null ? NoticeStatus.none() : seen.getStatus();
    NoticeStatus next = NoticeReport.unseen(old, look);
    int tries = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
    return look.isShown(tries) && !next.equals(old)
        ? ErrorStatusUpdateControl.patchStatus(NoticeApplier.patch(seen, next))
        : ErrorStatusUpdateControl.noStatusUpdate();
  }
}
