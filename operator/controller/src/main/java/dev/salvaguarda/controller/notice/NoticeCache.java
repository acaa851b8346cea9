package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the watches know around a notice; may be a little behind the API server. */
final class NoticeCache {
  private static final Comparator<Notice> ORDER =
      Comparator.comparing((Notice notice) -> notice.getSpec().eventTime())
          .thenComparing(notice -> notice.getMetadata().getName());

  private final Context<Notice> context;

  NoticeCache(Context<Notice> context) {
    this.context = context;
  }

  Optional<NotificationChannel> channel(String namespace, String name) {
    InformerEventSource<NotificationChannel, Notice> channels =
        (InformerEventSource<NotificationChannel, Notice>)
            context.eventSourceRetriever().getEventSourceFor(NotificationChannel.class);
    return channels.get(new ResourceID(name, namespace));
  }

  <T extends HasMetadata> Optional<T> subject(Class<T> kind, String namespace, String name) {
    InformerEventSource<T, Notice> subjects =
        (InformerEventSource<T, Notice>) context.eventSourceRetriever().getEventSourceFor(kind);
    return subjects.get(new ResourceID(name, namespace));
  }

  /** UIDs of all notices that are not settled. */
  Set<String> open() {
    return context
        .getPrimaryCache()
        .list()
        .map(notice -> notice.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  Optional<Notice> open(String namespace, String name) {
    return context
        .getPrimaryCache()
        .get(new ResourceID(name, namespace))
        .filter(NoticeCache::isOpen);
  }

  /** The first of the thread and channel that nobody has yet, if that is an earlier one. */
  Optional<Notice> ahead(Notice notice) {
    return sameThread(notice)
        .filter(other -> ORDER.compare(other, notice) < 0)
        .filter(NoticeCache::isInTheWay)
        .min(ORDER);
  }

  /** Those whom the end of this notice may concern. */
  Stream<Notice> waiting(Notice ended) {
    String name = ended.getMetadata().getName();
    return Stream.concat(
            sameThread(ended),
            sameNamespace(ended).filter(other -> other.getSpec().dependsOn().contains(name)))
        .filter(other -> !other.getMetadata().getName().equals(name));
  }

  /** One that tells this one together with others. */
  Optional<Notice> collector(Notice notice) {
    return sameNamespace(notice)
        .filter(other -> other.getSpec().collects().contains(notice.getMetadata().getName()))
        .findFirst();
  }

  private Stream<Notice> sameThread(Notice notice) {
    return sameNamespace(notice)
        .filter(other -> other.getSpec().thread().equals(notice.getSpec().thread()))
        .filter(other -> other.getSpec().channelRef().equals(notice.getSpec().channelRef()));
  }

  private Stream<Notice> sameNamespace(Notice notice) {
    return context
        .getPrimaryCache()
        .list(notice.getMetadata().getNamespace())
        .filter(NoticeCache::isOpen);
  }

  private static boolean isOpen(Notice notice) {
    return notice.getStatus() == null || !Boolean.TRUE.equals(notice.getStatus().settled());
  }

  /**
   * What somebody has, or may have, or was asked to tell, and what waits for a digest, keeps nobody
   * waiting.
   */
  private static boolean isInTheWay(Notice notice) {
    NoticeStatus status = notice.getStatus();
    if (status == null || status.state() == null) {
      return notice.getSpec().digestTime() == null;
    }
    return switch (status.state()) {
      case SENDING -> true;
      case PENDING ->
          notice.getSpec().digestTime() == null
              && (status.reached() == null || status.reached() == 0)
              && Asked.times(status) == 0;
      case UNCERTAIN, DELIVERED, FAILED, SUPPRESSED -> false;
    };
  }
}
