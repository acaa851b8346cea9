package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

/** What calls for a look, beside its own changes, at something that people decide about. */
public final class TellingEventSources {
  private static final FieldSelector OPEN =
      new FieldSelector(new FieldSelector.Field(Notice.SETTLED_FIELD, "true", true));

  private TellingEventSources() {}

  /** Those of a kind. */
  public static <P extends HasMetadata> List<EventSource<?, P>> of(
      Class<P> kind, EventSourceContext<P> context) {
    return List.of(channels(kind, context), notices(kind, context));
  }

  /** Whoever subscribes later may still be told. */
  private static <P extends HasMetadata> EventSource<?, P> channels(
      Class<P> kind, EventSourceContext<P> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(NotificationChannel.class, kind)
            .withName("channels")
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((NotificationChannel channel) ->
                context
                    .getPrimaryCache()
                    .list(channel.getMetadata().getNamespace())
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((P _) -> Set.of())
            .withOnUpdateFilter((next, old) ->
                !Objects.equals(
                    next.getMetadata().getGeneration(), old.getMetadata().getGeneration()))
            .build(),
        context);
  }

  /** Those that are not settled; of what becomes of them, only the state matters here. */
  private static <P extends HasMetadata> EventSource<?, P> notices(
      Class<P> kind, EventSourceContext<P> context) {
    String own = HasMetadata.getKind(kind);
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Notice.class, kind)
            .withName("notices")
            .withNamespacesInheritedFromController()
            .withFieldSelector(OPEN)
            .withSecondaryToPrimaryMapper((Notice notice) -> {
              var subject = notice.getSpec().subject();
              return subject.kind().equals(own)
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
  public static <P extends HasMetadata> List<NotificationChannel> channels(
      Context<P> context, String namespace) {
    InformerEventSource<NotificationChannel, P> source =
        (InformerEventSource<NotificationChannel, P>)
            context.eventSourceRetriever().getEventSourceFor(NotificationChannel.class);
    return source.list(namespace).toList();
  }
}
