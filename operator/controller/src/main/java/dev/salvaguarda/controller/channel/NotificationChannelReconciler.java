package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.controller.journal.NoticeJournal;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import dev.salvaguarda.controller.telling.DigestApplier;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Probes a {@link NotificationChannel} and reports whether it can be used and what waits for it.
 */
@ControllerConfiguration(
    name = "channel",
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
public final class NotificationChannelReconciler implements Reconciler<NotificationChannel> {
  private final ChannelGatherer gatherer;
  private final ChannelApplier applier;
  private final DigestApplier digests;
  private final NoticeJournal journal;
  private final Clock clock;
  private final StatusWriter<NotificationChannel, NotificationChannelStatus> status;
  private final SimpleInboundEventSource<NotificationChannel> calls =
      new SimpleInboundEventSource<>("channel-calls");

  public NotificationChannelReconciler(
      ChannelGatherer gatherer,
      ChannelApplier applier,
      DigestApplier digests,
      NoticeJournal journal,
      ChannelNews news,
      Clock clock) {
    news.whenTold(calls::propagateEvent);
    this.gatherer = gatherer;
    this.applier = applier;
    this.digests = digests;
    this.journal = journal;
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.READY,
            NotificationChannelStatus.none(),
            NotificationChannelStatus::conditions,
            NotificationChannelStatus::withConditions,
            NotificationChannel::new,
            clock);
  }

  @Override
  public List<EventSource<?, NotificationChannel>> prepareEventSources(
      EventSourceContext<NotificationChannel> context) {
    return ChannelEventSources.of(calls, context);
  }

  @Override
  public UpdateControl<NotificationChannel> reconcile(
      NotificationChannel channel, Context<NotificationChannel> context) {
    Instant now = clock.instant();
    List<NotificationChannel> all = context.getPrimaryCache().list().toList();
    Runnable again = () -> calls.propagateEvent(ResourceID.fromResource(channel));
    ChannelSeen seen = gatherer.gather(channel, all, context.getSecondaryResources(Notice.class));
    ChannelDecision decision = ChannelDecision.decide(seen, now);
    applier.apply(seen, decision, again);
    Instant look = journal.look(channel, all, again);
    NotificationChannelStatus next = ChannelReport.next(channel.getStatus(), seen, decision, now);
    applier.tell(channel, next);
    Instant digest = digests.collect(channel, context.getSecondaryResources(Notice.class), now);
    return status
        .write(channel, next)
        .lookingAgainAfter(
            Stream.of(now.plus(decision.lookAgainAfter()), look, digest == null ? look : digest)
                .min(Comparator.naturalOrder())
                .map(at -> Duration.between(now, at))
                .orElseThrow());
  }

  @Override
  public ErrorStatusUpdateControl<NotificationChannel> updateErrorStatus(
      NotificationChannel seen, Context<NotificationChannel> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }
}
