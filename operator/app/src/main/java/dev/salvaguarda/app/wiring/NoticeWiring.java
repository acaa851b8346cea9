package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.adapter.site.SiteTransport;
import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.controller.adapter.EveryTransport;
import dev.salvaguarda.controller.adapter.http.webhook.WebhookTransport;
import dev.salvaguarda.controller.adapter.smtp.SmtpTransport;
import dev.salvaguarda.controller.channel.ChannelApplier;
import dev.salvaguarda.controller.channel.ChannelGatherer;
import dev.salvaguarda.controller.channel.ChannelNews;
import dev.salvaguarda.controller.channel.ChannelProbes;
import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.journal.JournalApplier;
import dev.salvaguarda.controller.journal.JournalGatherer;
import dev.salvaguarda.controller.journal.JournalPace;
import dev.salvaguarda.controller.journal.JournalPass;
import dev.salvaguarda.controller.journal.NoticeJournal;
import dev.salvaguarda.controller.notice.NoticeApplier;
import dev.salvaguarda.controller.notice.NoticeCourier;
import dev.salvaguarda.controller.notice.NoticeDesk;
import dev.salvaguarda.controller.notice.NoticeGatherer;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.controller.port.Transport;
import dev.salvaguarda.controller.site.PublicNoticeGatherer;
import dev.salvaguarda.controller.telling.CollectingSince;
import dev.salvaguarda.controller.telling.DigestApplier;
import dev.salvaguarda.controller.telling.DigestGatherer;
import dev.salvaguarda.controller.telling.TellingApplier;
import dev.salvaguarda.controller.telling.ToldTogether;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.site.SiteFiles;
import dev.salvaguarda.repository.model.RepositoryContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/** The parts of the controllers of NotificationChannel and Notice. */
@Singleton
public final class NoticeWiring {

  @Produces
  @Singleton
  Transport<ChannelLogin> transport(
      KubernetesClient client,
      RepositoryContext context,
      Texts texts,
      Clock clock,
      OperatorSettings settings) {
    return new EveryTransport(
        new SmtpTransport(),
        new SiteTransport(
            new PublicNoticeGatherer(client),
            new BucketShelves(context),
            new SiteFiles(texts),
            clock),
        new WebhookTransport(clock, settings.allowLocalHooks()));
  }

  @Produces
  @Singleton
  ChannelNews channelNews() {
    return new ChannelNews();
  }

  @Produces
  @Singleton
  ChannelProbes channelProbes(Transport<ChannelLogin> transport, Clock clock) {
    return new ChannelProbes(transport, clock);
  }

  void close(@Disposes ChannelProbes probes) {
    probes.close();
  }

  @Produces
  @Singleton
  ChannelGatherer channelGatherer(KubernetesClient client, ChannelProbes probes, ChannelNews news) {
    return new ChannelGatherer(client, probes, news);
  }

  @Produces
  @Singleton
  ChannelApplier channelApplier(ChannelProbes probes, EventRecorder events) {
    return new ChannelApplier(probes, events);
  }

  @Produces
  @Singleton
  CollectingSince collectingSince() {
    return new CollectingSince();
  }

  @Produces
  @Singleton
  ToldTogether toldTogether(KubernetesClient client) {
    return new ToldTogether(new DigestGatherer(client));
  }

  @Produces
  @Singleton
  DigestApplier digestApplier(
      KubernetesClient client,
      TellingApplier notices,
      ToldTogether together,
      CollectingSince collecting) {
    return new DigestApplier(client, notices, together, collecting);
  }

  @Produces
  @Singleton
  NoticeJournal noticeJournal(
      KubernetesClient client,
      ArchiveAccess archives,
      EventRecorder events,
      OperatorSettings settings,
      Clock clock) {
    JournalApplier applier = new JournalApplier(client, events);
    return new NoticeJournal(
        new JournalPass(new JournalGatherer(client), applier, archives, settings.notices(), clock),
        applier,
        JournalPace.of(settings.notices()),
        clock);
  }

  void close(@Disposes NoticeJournal journal) {
    journal.close();
  }

  @Produces
  @Singleton
  NoticeCourier noticeCourier(Transport<ChannelLogin> transport, Clock clock) {
    return new NoticeCourier(transport, clock);
  }

  void close(@Disposes NoticeCourier courier) {
    courier.close();
  }

  @Produces
  @Singleton
  NoticeGatherer noticeGatherer(
      KubernetesClient client,
      NoticeCourier courier,
      ToldTogether together,
      CollectingSince collecting) {
    return new NoticeGatherer(client, courier, together, collecting);
  }

  @Produces
  @Singleton
  NoticeApplier noticeApplier(KubernetesClient client, EventRecorder events, ChannelNews news) {
    return new NoticeApplier(client, events, news);
  }

  /** A container that was started anew keeps its pod's name, but is another holder. */
  @Produces
  @Singleton
  NoticeDesk noticeDesk(NoticeApplier applier, NoticeCourier courier) {
    String holder =
        Objects.requireNonNullElse(System.getenv("HOSTNAME"), "salvaguarda-operator")
            + "/"
            + UUID.randomUUID();
    return new NoticeDesk(applier, courier, holder);
  }
}
