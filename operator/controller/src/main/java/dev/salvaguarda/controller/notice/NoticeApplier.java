package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.ManualSpec;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannelStatus.LastFailure;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.controller.channel.ChannelLoginGatherer;
import dev.salvaguarda.controller.channel.ChannelNews;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.name.ShortName;
import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeReason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was decided about notices. Every write names the version that was read: of two
 * operators that decide about the same, one writes.
 */
public final class NoticeApplier {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeApplier.class);
  private static final int LONGEST_NAME = 253;
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(LookRules.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final ChannelLoginGatherer channels;
  private final EventRecorder events;
  private final ChannelNews news;
  private final Said said = new Said();

  public NoticeApplier(KubernetesClient client, EventRecorder events, ChannelNews news) {
    this.client = client;
    this.channels = new ChannelLoginGatherer(client);
    this.events = events;
    this.news = news;
  }

  /** Writes a status; false if somebody else wrote first, or the notice is gone. */
  boolean write(Notice seen, NoticeStatus next) {
    if (next.equals(seen.getStatus())) {
      return true;
    }
    try {
      client.resource(patch(seen, next)).subresource("status").patch(APPLY);
      said.remember(seen, next);
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT
          || refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw refused;
    }
  }

  /** How the notice stood before the cluster's data were set back; empty if it knows all itself. */
  Optional<NoticeStatus> forgottenOf(Notice notice) {
    return said.forgottenOf(notice).map(NoticeReport::setBack);
  }

  /**
   * Writes down anew what this process has said and the cluster has forgotten.
   *
   * @return how many notices that were
   */
  public int bringBack() {
    int count = 0;
    for (Notice known : said.all()) {
      try {
        Resource<Notice> place = client.resource(known);
        Notice found = Objects.requireNonNullElseGet(place.get(), place::create);
        Optional<NoticeStatus> forgotten = forgottenOf(found);
        count += forgotten.isPresent() && write(found, forgotten.get()) ? 1 : 0;
      } catch (KubernetesClientException e) {
        LOG.atWarn()
            .addKeyValue("notice", known.getMetadata().getName())
            .addKeyValue("why", FailedLook.of(e).sentence())
            .log("what was said could not be written down anew");
      }
    }
    return count;
  }

  /** A status for this very version of a notice. */
  static Notice patch(Notice seen, NoticeStatus next) {
    Notice patch = new Notice();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(seen.getMetadata().getName())
            .withNamespace(seen.getMetadata().getNamespace())
            .withUid(seen.getMetadata().getUid())
            .withResourceVersion(seen.getMetadata().getResourceVersion())
            .build());
    patch.setStatus(next);
    return patch;
  }

  /**
   * Makes the notice that stands in for one that could not be delivered; its name. Where the other
   * channel was told the same by itself, it is the name of that one: nobody gets it twice there.
   */
  String handOver(Notice notice, String channel) {
    NoticeSpec spec = notice.getSpec();
    Optional<String> own =
        ToldThere.find(
            notice,
            channel,
            client
                .resources(Notice.class)
                .inNamespace(notice.getMetadata().getNamespace())
                .withField("spec.subject.name", spec.subject().name())
                .list()
                .getItems());
    if (own.isPresent()) {
      return own.get();
    }
    String name =
        ShortName.withHash(
            notice.getMetadata().getName(),
            notice.getMetadata().getUid() + '\n' + channel,
            LONGEST_NAME);
    Notice standIn = new Notice();
    standIn.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(notice.getMetadata().getNamespace())
            .withLabels(notice.getMetadata().getLabels())
            .build());
    standIn.setSpec(
        new NoticeSpec(
            spec.subject(),
            spec.message(),
            spec.revision(),
            new LocalRef(channel),
            spec.locale(),
            spec.audience(),
            spec.rendered(),
            spec.thread(),
            spec.eventTime(),
            spec.notAfter(),
            null,
            spec.collects(),
            List.of(),
            notice.getMetadata().getName(),
            spec.decidedBy(),
            spec.organizations(),
            null));
    try {
      client.resource(standIn).create();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw refused;
      }
    }
    return name;
  }

  /** Tells people what became of a notice. */
  void tell(NoticeSeen seen, After after, @Nullable String handedTo, Instant now) {
    NoticeSpec spec = seen.notice().getSpec();
    String what = "%s on channel \"%s\"".formatted(spec.message(), spec.channelRef().name());
    switch (after.state()) {
      case DELIVERED -> {
        news.delivered(new ResourceID(spec.channelRef().name(), seen.namespace()), now);
        events.record(
            subject(seen.notice()),
            EventReason.NOTICE_DELIVERED,
            "%s: told %d receiver%s. %s"
                .formatted(
                    what, after.reached(), after.reached() == 1 ? "" : "s", after.message()));
      }
      case UNCERTAIN ->
          warn(seen, EventReason.NOTICE_UNCERTAIN, "%s: %s".formatted(what, after.message()));
      case FAILED -> {
        news.failed(
            new ResourceID(spec.channelRef().name(), seen.namespace()), failure(seen, after, now));
        warn(
            seen,
            EventReason.NOTICE_FAILED,
            "%s: %s%s"
                .formatted(
                    what,
                    after.message(),
                    handedTo == null ? "" : " Handed to \"%s\".".formatted(after.fallback())));
      }
      case PENDING, SENDING, SUPPRESSED -> {}
    }
  }

  /** Has the channel that was sent on, as it is now, used no more. */
  void giveUp(NoticeSeen seen) {
    Optional.ofNullable(seen.channel())
        .flatMap(channel ->
            channel.getSpec().kind() instanceof ManualSpec manual
                ? channels.named(seen.namespace(), manual.via().name())
                : Optional.of(channel))
        .ifPresent(news::gone);
  }

  private static LastFailure failure(NoticeSeen seen, After after, Instant now) {
    NoticeReason reason = Objects.requireNonNullElse(after.reason(), NoticeReason.REFUSED);
    return new LastFailure(
        now.truncatedTo(ChronoUnit.SECONDS),
        reason.wireName(),
        seen.notice().getMetadata().getName());
  }

  private void warn(NoticeSeen seen, EventReason reason, String message) {
    events.record(subject(seen.notice()), reason, message);
    if (seen.channel() != null) {
      events.record(
          seen.channel(),
          reason,
          "%s (%s)".formatted(message, seen.notice().getMetadata().getName()));
    }
  }

  /** The object of which it speaks, as far as an Event names it. */
  private static GenericKubernetesResource subject(Notice notice) {
    GenericKubernetesResource subject = new GenericKubernetesResource();
    subject.setApiVersion(notice.getApiVersion());
    subject.setKind(notice.getSpec().subject().kind());
    subject.setMetadata(
        new ObjectMetaBuilder()
            .withName(notice.getSpec().subject().name())
            .withNamespace(notice.getMetadata().getNamespace())
            .withUid(notice.getSpec().subject().uid())
            .build());
    return subject;
  }
}
