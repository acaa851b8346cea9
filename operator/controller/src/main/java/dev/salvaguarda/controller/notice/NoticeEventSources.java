package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.telling.StillTrue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What calls for a look at a notice beside its own changes. */
final class NoticeEventSources {
  private NoticeEventSources() {}

  static List<EventSource<?, Notice>> of(
      EventSource<?, Notice> calls, EventSourceContext<Notice> context) {
    List<EventSource<?, Notice>> all = new ArrayList<>(List.of(calls, channels(context)));
    StillTrue.DECIDED.forEach(kind -> all.add(subjects(kind, context)));
    return List.copyOf(all);
  }

  /** What is decided may make pointless what still waits; the status changes with every notice. */
  private static <T extends HasMetadata> EventSource<?, Notice> subjects(
      Class<T> kind, EventSourceContext<Notice> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, Notice.class)
            .withName("notice-" + HasMetadata.getPlural(kind))
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((T subject) ->
                context
                    .getPrimaryCache()
                    .list(
                        subject.getMetadata().getNamespace(),
                        notice ->
                            notice.getSpec().subject().uid().equals(subject.getMetadata().getUid()))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((Notice _) -> Set.of())
            .withOnUpdateFilter(NoticeEventSources::isOtherSpec)
            .build(),
        context);
  }

  private static boolean isOtherSpec(HasMetadata next, HasMetadata old) {
    return !Objects.equals(next.getMetadata().getGeneration(), old.getMetadata().getGeneration());
  }

  /** Of a channel only the specification matters here; its status changes with every notice. */
  private static EventSource<?, Notice> channels(EventSourceContext<Notice> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(NotificationChannel.class, Notice.class)
            .withName("notice-channels")
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((NotificationChannel channel) ->
                context
                    .getPrimaryCache()
                    .list(
                        channel.getMetadata().getNamespace(),
                        notice ->
                            notice
                                .getSpec()
                                .channelRef()
                                .name()
                                .equals(channel.getMetadata().getName()))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((Notice notice) ->
                Set.of(
                    new ResourceID(
                        notice.getSpec().channelRef().name(), notice.getMetadata().getNamespace())))
            .withOnUpdateFilter(NoticeEventSources::isOtherSpec)
            .build(),
        context);
  }
}
