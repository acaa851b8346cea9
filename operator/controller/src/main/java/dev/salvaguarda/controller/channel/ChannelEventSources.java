package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What calls for a look at a channel beside its own changes. */
final class ChannelEventSources {
  private static final FieldSelector OPEN =
      new FieldSelector(new FieldSelector.Field(Notice.SETTLED_FIELD, "true", true));

  private ChannelEventSources() {}

  static List<EventSource<?, NotificationChannel>> of(
      EventSource<?, NotificationChannel> calls, EventSourceContext<NotificationChannel> context) {
    return List.of(calls, notices(context));
  }

  /** Those that are not settled; of what becomes of them, only the state matters here. */
  private static EventSource<?, NotificationChannel> notices(
      EventSourceContext<NotificationChannel> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Notice.class, NotificationChannel.class)
            .withName("channel-notices")
            .withNamespacesInheritedFromController()
            .withFieldSelector(OPEN)
            .withSecondaryToPrimaryMapper((Notice notice) ->
                Set.of(
                    new ResourceID(
                        notice.getSpec().channelRef().name(), notice.getMetadata().getNamespace())))
            .withOnUpdateFilter((next, old) -> !Objects.equals(state(next), state(old)))
            .build(),
        context);
  }

  private static NoticeStatus.@Nullable State state(Notice notice) {
    return notice.getStatus() == null ? null : notice.getStatus().state();
  }
}
