package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What calls for a look at an incident beside its own changes. */
final class IncidentEventSources {
  private static final FieldSelector OPEN =
      new FieldSelector(new FieldSelector.Field(Notice.SETTLED_FIELD, "true", true));

  private IncidentEventSources() {}

  static List<EventSource<?, Incident>> of(EventSourceContext<Incident> context) {
    return List.of(channels(context), notices(context));
  }

  /** Whoever subscribes later may still be told. */
  private static EventSource<?, Incident> channels(EventSourceContext<Incident> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(NotificationChannel.class, Incident.class)
            .withName("incident-channels")
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((NotificationChannel channel) ->
                context
                    .getPrimaryCache()
                    .list(channel.getMetadata().getNamespace())
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((Incident _) -> Set.of())
            .withOnUpdateFilter((next, old) ->
                !Objects.equals(
                    next.getMetadata().getGeneration(), old.getMetadata().getGeneration()))
            .build(),
        context);
  }

  /** Those that are not settled; of what becomes of them, only the state matters here. */
  private static EventSource<?, Incident> notices(EventSourceContext<Incident> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Notice.class, Incident.class)
            .withName("incident-notices")
            .withNamespacesInheritedFromController()
            .withFieldSelector(OPEN)
            .withSecondaryToPrimaryMapper((Notice notice) -> {
              var subject = notice.getSpec().subject();
              return subject.kind().equals("Incident")
                  ? Set.of(new ResourceID(subject.name(), notice.getMetadata().getNamespace()))
                  : Set.of();
            })
            .withOnUpdateFilter((next, old) -> !Objects.equals(state(next), state(old)))
            .build(),
        context);
  }

  private static NoticeStatus.@Nullable State state(Notice notice) {
    return notice.getStatus() == null ? null : notice.getStatus().state();
  }

  /** The channels of a namespace that the watch knows. */
  static List<NotificationChannel> channels(Context<Incident> context, String namespace) {
    InformerEventSource<NotificationChannel, Incident> source =
        (InformerEventSource<NotificationChannel, Incident>)
            context.eventSourceRetriever().getEventSourceFor(NotificationChannel.class);
    return source.list(namespace).toList();
  }
}
