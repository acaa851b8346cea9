package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.domain.message.Texts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all that a decision about a NotificationChannel may look at. */
public final class ChannelGatherer {
  private final KubernetesClient client;
  private final ChannelLoginGatherer logins;
  private final ChannelProbes probes;
  private final ChannelNews news;

  public ChannelGatherer(KubernetesClient client, ChannelProbes probes, ChannelNews news) {
    this.client = client;
    this.logins = new ChannelLoginGatherer(client);
    this.probes = probes;
    this.news = news;
  }

  /**
   * Looks once.
   *
   * @param all every channel that the operator knows, this one included
   * @param open the channel's notices that are not settled
   */
  ChannelSeen gather(
      NotificationChannel channel, Collection<NotificationChannel> all, Collection<Notice> open) {
    probes.retainOnly(
        all.stream().map(one -> one.getMetadata().getUid()).collect(Collectors.toSet()));
    news.retainOnly(all);
    return new ChannelSeen(
        channel,
        ChannelTerms.of(channel.getSpec()),
        news.isGone(channel) ? ReceiverGone.ACCESS : logins.gather(channel),
        probes.newest(channel.getMetadata().getUid()),
        backlog(open),
        news.newest(ResourceID.fromResource(channel)),
        news.newestFailure(ResourceID.fromResource(channel)),
        fallbackTrouble(channel, all),
        texts(channel));
  }

  private static ChannelSeen.Backlog backlog(Collection<Notice> open) {
    Instant oldest =
        open.stream()
            .map(notice -> notice.getSpec().eventTime())
            .min(Comparator.naturalOrder())
            .orElse(null);
    int uncertain =
        (int)
            open.stream()
                .filter(notice ->
                    notice.getStatus() != null
                        && notice.getStatus().state() == NoticeStatus.State.UNCERTAIN)
                .count();
    return new ChannelSeen.Backlog(open.size(), uncertain, oldest);
  }

  private static @Nullable String fallbackTrouble(
      NotificationChannel channel, Collection<NotificationChannel> all) {
    LocalRef fallback = channel.getSpec().fallbackRef();
    if (fallback == null) {
      return null;
    }
    Optional<NotificationChannel> found =
        all.stream()
            .filter(one ->
                one.getMetadata().getNamespace().equals(channel.getMetadata().getNamespace()))
            .filter(one -> one.getMetadata().getName().equals(fallback.name()))
            .findFirst();
    if (found.isEmpty()) {
      return "There is no NotificationChannel \"%s\", which fallbackRef names."
          .formatted(fallback.name());
    }
    return found.get().getSpec().fallbackRef() == null
        ? null
        : "NotificationChannel \"%s\", which fallbackRef names, has a fallbackRef itself; what can't be delivered is handed over once."
            .formatted(fallback.name());
  }

  private @Nullable List<String> texts(NotificationChannel channel) {
    LocalRef ref = channel.getSpec().templatesRef();
    if (ref == null) {
      return null;
    }
    ConfigMap texts =
        client
            .configMaps()
            .inNamespace(channel.getMetadata().getNamespace())
            .withName(ref.name())
            .get();
    return texts == null
        ? List.of("There is no ConfigMap \"%s\".".formatted(ref.name()))
        : Texts.faults(Objects.requireNonNullElse(texts.getData(), Map.of()));
  }
}
