package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus.LastFailure;
import dev.salvaguarda.controller.channel.ChannelSeen.Backlog;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What is seen of a channel that is as it should be, but for what a test says. */
record SeenChannel(ChannelSeen seen) {
  static final Instant NOW = Instant.parse("2026-11-27T01:00:00Z");
  static final String VERSION = "spec and Secrets";
  private static final String SERVER = "email: {host: mail.example.org, from: backup@example.org}";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final EmailLogin LOGIN =
      new EmailLogin(
          "mail.example.org",
          587,
          EmailLogin.Tls.START_TLS,
          null,
          null,
          "backup@example.org",
          null,
          "example.org",
          new EmailLogin.Timeouts(LONG, LONG, LONG, LONG));

  /** Of this specification, beside a server and receivers; nobody has probed it yet. */
  static SeenChannel of(String more) {
    NotificationChannel channel =
        Serialization.unmarshal(
            """
            metadata: {name: technician, namespace: ti, generation: 3}
            spec:
              %s
              recipients: [{organization: TI, addressesRef: {name: technician}}]
            %s
            """
                .formatted(more.startsWith("email:") ? "" : SERVER, more.indent(2)),
            NotificationChannel.class);
    return new SeenChannel(
        new ChannelSeen(
            channel,
            ChannelTerms.of(channel.getSpec()),
            found("ana@example.org, eva@example.org"),
            Optional.empty(),
            new Backlog(0, 0, null),
            Optional.empty(),
            Optional.empty(),
            null,
            null));
  }

  private static ChannelAccess found(String addresses) {
    return new ChannelAccess.Found(
        LOGIN, Receivers.of(Map.of("the Secret", addresses), Receivers.Kind.MAIL), VERSION);
  }

  SeenChannel receivers(String addresses) {
    return access(found(addresses));
  }

  SeenChannel access(ChannelAccess access) {
    return with(access, seen.probe(), seen.lastSuccess(), seen.fallbackTrouble(), seen.texts());
  }

  /** Probed by somebody who saw this version, with this end. */
  SeenChannel probed(String version, Optional<DeliveryFailure> outcome, Instant at) {
    CountDownLatch ended = new CountDownLatch(1);
    Clock clock = Clock.fixed(at, ZoneOffset.UTC);
    try (Errands<Optional<DeliveryFailure>> errands = new Errands<>("test", 1, clock)) {
      errands.start(
          "channel",
          new Errand.Job<>(
              version, LONG, () -> outcome, () -> outcome, _ -> outcome, ended::countDown));
      ended.await();
      return probe(errands.newest("channel").orElseThrow());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  SeenChannel probe(Errand<Optional<DeliveryFailure>> probe) {
    return with(
        seen.access(),
        Optional.of(probe),
        seen.lastSuccess(),
        seen.fallbackTrouble(),
        seen.texts());
  }

  SeenChannel delivered(Instant at) {
    return with(seen.access(), seen.probe(), Optional.of(at), seen.fallbackTrouble(), seen.texts());
  }

  SeenChannel failed(LastFailure failure) {
    return new SeenChannel(
        new ChannelSeen(
            seen.channel(),
            seen.terms(),
            seen.access(),
            seen.probe(),
            seen.backlog(),
            seen.lastSuccess(),
            Optional.of(failure),
            seen.fallbackTrouble(),
            seen.texts()));
  }

  SeenChannel fallbackTrouble(String trouble) {
    return with(seen.access(), seen.probe(), seen.lastSuccess(), trouble, seen.texts());
  }

  SeenChannel texts(List<String> faults) {
    return with(seen.access(), seen.probe(), seen.lastSuccess(), seen.fallbackTrouble(), faults);
  }

  SeenChannel backlog(Backlog backlog) {
    return new SeenChannel(
        new ChannelSeen(
            seen.channel(),
            seen.terms(),
            seen.access(),
            seen.probe(),
            backlog,
            seen.lastSuccess(),
            seen.lastFailure(),
            seen.fallbackTrouble(),
            seen.texts()));
  }

  private SeenChannel with(
      ChannelAccess access,
      Optional<Errand<Optional<DeliveryFailure>>> probe,
      Optional<Instant> lastSuccess,
      @Nullable String fallbackTrouble,
      @Nullable List<String> texts) {
    return new SeenChannel(
        new ChannelSeen(
            seen.channel(),
            seen.terms(),
            access,
            probe,
            seen.backlog(),
            lastSuccess,
            seen.lastFailure(),
            fallbackTrouble,
            texts));
  }
}
