package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.message.Texts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the notices of an occasion. Doing it twice makes none twice; that it can't be done is an
 * answer, and never an exception, since it must not hide how a run ended.
 */
public final class TellingApplier {
  private static final Logger LOG = LoggerFactory.getLogger(TellingApplier.class);

  private final KubernetesClient client;
  private final Texts texts;

  public TellingApplier(KubernetesClient client, Texts texts) {
    this.client = client;
    this.texts = texts;
  }

  /** Tells it on all channels that the policy names for it; the answer is the condition. */
  ConditionFact tell(Occasion occasion, List<NotifySpec> asked, Instant now) {
    return tell(occasion, asked, name -> channel(occasion.story().namespace(), name), now);
  }

  /** The same for one who watches the channels. */
  ConditionFact tell(
      Occasion occasion,
      List<NotifySpec> asked,
      Function<String, @Nullable NotificationChannel> known,
      Instant now) {
    try {
      List<AskedChannel> channels = new ArrayList<>();
      for (String name : AskedChannel.names(occasion.kind(), asked)) {
        channels.add(new AskedChannel(name, known.apply(name)));
      }
      for (AskedChannel asking : channels) {
        NotificationChannel channel = asking.channel();
        if (channel != null && !asking.isTooLateFor(occasion, now)) {
          make(NoticeManifest.of(occasion, channel, textsOf(channel), now));
        }
      }
      return AskedChannel.told(occasion, channels, now);
    } catch (KubernetesClientException refused) {
      return failed(refused);
    }
  }

  /** That it could not be told yet. */
  static ConditionFact failed(KubernetesClientException refused) {
    FailedLook look = FailedLook.of(refused);
    return AskedChannel.unmet(
        look.reason(), "It could not be told yet, and is tried again: " + look.sentence());
  }

  /** The policy that owns a test; empty if it is gone. */
  Optional<BackupPolicy> policy(String namespace, OwnerReference owner) {
    return Optional.ofNullable(
            client
                .resources(BackupPolicy.class)
                .inNamespace(namespace)
                .withName(owner.getName())
                .get())
        .filter(policy -> policy.getMetadata().getUid().equals(owner.getUid()));
  }

  /** By a list of one: the operator may list channels, since others watch them, but not get one. */
  private @Nullable NotificationChannel channel(String namespace, String name) {
    return client
        .resources(NotificationChannel.class)
        .inNamespace(namespace)
        .withField("metadata.name", name)
        .list()
        .getItems()
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** The words of a channel: its own where it has some, else those that ship. */
  Texts textsOf(NotificationChannel channel) {
    var reference = channel.getSpec().templatesRef();
    if (reference == null) {
      return texts;
    }
    ConfigMap own =
        client
            .configMaps()
            .inNamespace(channel.getMetadata().getNamespace())
            .withName(reference.name())
            .get();
    return own == null || own.getData() == null ? texts : texts.with(Map.copyOf(own.getData()));
  }

  /** Makes a notice, if it was not made before. */
  void make(Notice notice) {
    try {
      client.resource(notice).create();
      LOG.atInfo()
          .addKeyValue("namespace", notice.getMetadata().getNamespace())
          .addKeyValue("notice", notice.getMetadata().getName())
          .addKeyValue("message", notice.getSpec().message())
          .addKeyValue("channel", notice.getSpec().channelRef().name())
          .log("notice made");
    } catch (KubernetesClientException refused) {
      // The name follows from what is told: it was made before.
      if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw refused;
      }
    }
  }
}
