package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelSpec;
import dev.salvaguarda.api.notice.NotificationChannelSpec.OnUncertain;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.controller.channel.ChannelLoginGatherer;
import dev.salvaguarda.controller.channel.ChannelTerms;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.telling.CollectingSince;
import dev.salvaguarda.controller.telling.StillTrue;
import dev.salvaguarda.controller.telling.ToldTogether;
import dev.salvaguarda.domain.notice.DigestTurn;
import dev.salvaguarda.domain.notice.NoticeFacts;
import dev.salvaguarda.domain.notice.NoticeFacts.Around;
import dev.salvaguarda.domain.notice.NoticeFacts.Channel;
import dev.salvaguarda.domain.notice.NoticeFacts.Delivery;
import dev.salvaguarda.domain.notice.NoticeFacts.Obstacle;
import dev.salvaguarda.domain.notice.NoticeFacts.Self;
import dev.salvaguarda.domain.notice.NoticeMemory;
import dev.salvaguarda.domain.notice.NoticeReason;
import dev.salvaguarda.domain.notice.NoticeState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads all that a decision about a notice may look at. */
public final class NoticeGatherer {
  private final KubernetesClient client;
  private final ChannelLoginGatherer logins;
  private final NoticeCourier courier;
  private final ToldTogether together;
  private final CollectingSince collecting;

  public NoticeGatherer(
      KubernetesClient client,
      NoticeCourier courier,
      ToldTogether together,
      CollectingSince collecting) {
    this.client = client;
    this.logins = new ChannelLoginGatherer(client);
    this.courier = courier;
    this.together = together;
    this.collecting = collecting;
  }

  /** Looks once; the channel's Secrets are not asked for. */
  NoticeSeen gather(Notice notice, NoticeCache cache, Instant now) {
    courier.retainOnly(cache.open());
    String namespace = notice.getMetadata().getNamespace();
    NoticeSpec spec = notice.getSpec();
    NotificationChannel channel = cache.channel(namespace, spec.channelRef().name()).orElse(null);
    Instant since = collecting.since(now);
    Optional<Errand<Sent>> attempt = courier.newest(notice.getMetadata().getUid());
    ChannelTerms terms =
        channel == null ? ChannelTerms.usual() : ChannelTerms.of(channel.getSpec());
    NoticeFacts facts =
        new NoticeFacts(
            new Self(
                Instant.parse(notice.getMetadata().getCreationTimestamp()),
                spec.notAfter(),
                spec.digestTime() == null ? null : new DigestTurn(spec.digestTime(), since),
                spec.fallbackFor() != null,
                untrue(notice, cache, now)),
            memory(notice.getStatus()),
            channel == null ? absent(spec, terms) : present(channel.getSpec(), terms),
            around(notice, cache, terms, now),
            delivery(attempt),
            Asked.of(spec.relay(), notice.getStatus(), terms.asking()));
    return new NoticeSeen(notice, channel, attempt, facts, null);
  }

  /** Asks what matters only before something is sent: the channel's Secrets, and what has ended. */
  NoticeSeen beforeSending(NoticeSeen seen, Instant now) {
    NoticeSeen current = endOf(seen.notice(), now).map(seen::untrue).orElse(seen);
    return seen.channel() == null
        ? current
        : current.with(logins.gather(seen.channel(), seen.notice().getSpec().organizations()));
  }

  /** What is decided about its subject reaches what waits for its next attempt, too. */
  private static @Nullable String untrue(Notice notice, NoticeCache cache, Instant now) {
    NoticeSpec spec = notice.getSpec();
    String namespace = notice.getMetadata().getNamespace();
    return StillTrue.decidedKind(spec)
        .flatMap(kind -> cache.subject(kind, namespace, spec.subject().name()))
        .flatMap(subject -> StillTrue.endOfDecided(notice, subject, now))
        .orElse(null);
  }

  private Optional<String> endOf(Notice notice, Instant now) {
    NoticeSpec spec = notice.getSpec();
    var decided = StillTrue.decidedKind(spec);
    if (decided.isPresent()) {
      return StillTrue.endOfDecided(notice, subject(decided.get(), notice), now);
    }
    return StillTrue.mayEnd(spec)
        ? StillTrue.end(notice, subject(BackupPolicy.class, notice))
        : Optional.empty();
  }

  private <T extends HasMetadata> @Nullable T subject(Class<T> kind, Notice notice) {
    return client
        .resources(kind)
        .inNamespace(notice.getMetadata().getNamespace())
        .withName(notice.getSpec().subject().name())
        .get();
  }

  private static NoticeMemory memory(@Nullable NoticeStatus status) {
    if (status == null || status.state() == null) {
      return NoticeMemory.none();
    }
    List<NoticeStatus.Attempt> attempts = status.attempts();
    return new NoticeMemory(
        switch (status.state()) {
          case PENDING -> NoticeState.PENDING;
          case SENDING -> NoticeState.SENDING;
          case DELIVERED -> NoticeState.DELIVERED;
          case FAILED -> NoticeState.FAILED;
          case UNCERTAIN -> NoticeState.UNCERTAIN;
          case SUPPRESSED -> NoticeState.SUPPRESSED;
        },
        Boolean.TRUE.equals(status.settled()),
        Objects.requireNonNullElse(status.attemptCount(), 0),
        attempts.isEmpty() ? null : attempts.getLast().leaseUntil(),
        status.nextAttemptTime(),
        Objects.requireNonNullElse(status.reached(), 0),
        Objects.requireNonNullElse(status.refused(), 0));
  }

  private static Channel absent(NoticeSpec spec, ChannelTerms terms) {
    Obstacle obstacle =
        new Obstacle(
            NoticeReason.CHANNEL_NOT_FOUND,
            "There is no NotificationChannel \"%s\".".formatted(spec.channelRef().name()));
    return new Channel(terms.retry(), terms.total(), false, false, obstacle, null);
  }

  private static Channel present(NotificationChannelSpec spec, ChannelTerms terms) {
    return new Channel(
        terms.retry(),
        terms.total(),
        spec.onUncertain() == OnUncertain.HOLD,
        spec.suspend(),
        null,
        spec.fallbackRef() == null ? null : spec.fallbackRef().name());
  }

  private Around around(Notice notice, NoticeCache cache, ChannelTerms terms, Instant now) {
    ResourceID channel =
        new ResourceID(notice.getSpec().channelRef().name(), notice.getMetadata().getNamespace());
    String ahead = cache.ahead(notice).map(NoticeGatherer::nameOf).orElse(null);
    String suppressed = null;
    for (String name : notice.getSpec().dependsOn()) {
      if (cache.open(channel.getNamespace().orElseThrow(), name).isPresent()) {
        ahead = name;
      } else if (wasSuppressed(notice.getMetadata().getNamespace(), name)) {
        suppressed = name;
      }
    }
    return new Around(
        ahead,
        suppressed,
        collector(notice, cache, now),
        terms.rate().freeAt(courier.starts(channel), now));
  }

  private boolean wasSuppressed(String namespace, String name) {
    Notice found = client.resources(Notice.class).inNamespace(namespace).withName(name).get();
    return found != null
        && found.getStatus() != null
        && found.getStatus().state() == NoticeStatus.State.SUPPRESSED;
  }

  /** A digest may have been delivered already, and so have left the watch. */
  private @Nullable String collector(Notice notice, NoticeCache cache, Instant now) {
    Instant digest = notice.getSpec().digestTime();
    if (digest == null || now.isBefore(digest)) {
      return null;
    }
    Optional<Notice> open = cache.collector(notice);
    if (open.isPresent()) {
      return nameOf(open.get());
    }
    return together.digestOf(notice, digest, now).orElse(null);
  }

  private static Delivery delivery(Optional<Errand<Sent>> attempt) {
    if (attempt.isEmpty()) {
      return new Delivery.None();
    }
    return attempt
        .get()
        .ended()
        .<Delivery>map(end -> new Delivery.Ended(end.outcome().number(), end.outcome().answer()))
        .orElseGet(Delivery.UnderWay::new);
  }

  private static String nameOf(Notice notice) {
    return notice.getMetadata().getName();
  }
}
