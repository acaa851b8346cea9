package dev.salvaguarda.controller.channel;

import static dev.salvaguarda.api.ConditionType.READY;
import static dev.salvaguarda.api.ConditionType.TEMPLATES_VALID;

import dev.salvaguarda.api.notice.ChannelKind;
import dev.salvaguarda.api.notice.EmailSpec;
import dev.salvaguarda.api.notice.ManualSpec;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.api.notice.NotificationChannelStatus.LastFailure;
import dev.salvaguarda.api.notice.StaticSiteSpec;
import dev.salvaguarda.api.notice.WebhookSpec;
import dev.salvaguarda.api.notice.WhatsappCloudSpec;
import dev.salvaguarda.api.notice.WhatsappGatewaySpec;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a NotificationChannel after a decision; pure. */
final class ChannelReport {
  private ChannelReport() {}

  static NotificationChannelStatus next(
      @Nullable NotificationChannelStatus written,
      ChannelSeen seen,
      ChannelDecision decision,
      Instant now) {
    NotificationChannelStatus old = written == null ? NotificationChannelStatus.none() : written;
    Long generation = seen.channel().getMetadata().getGeneration();
    ConditionSet conditions = ConditionSet.of(old.conditions());
    Optional<ConditionFact> ready = ready(seen, decision, conditions);
    if (ready.isPresent()) {
      conditions = conditions.with(ready.get(), generation, now);
    }
    conditions = conditions.with(texts(seen.texts()), generation, now);
    ChannelSeen.Backlog backlog = seen.backlog();
    return new NotificationChannelStatus(
        ready.isPresent() ? generation : old.observedGeneration(),
        seen.channel().getSpec().kind().shown(),
        conditions.conditions(),
        decision instanceof ChannelDecision.Report report
            ? report.at().truncatedTo(ChronoUnit.SECONDS)
            : old.lastProbeTime(),
        newer(old.lastSuccessTime(), seen.lastSuccess()),
        newer(old.lastFailure(), seen.lastFailure()),
        backlog.open(),
        backlog.uncertain(),
        backlog.oldest());
  }

  private static @Nullable Instant newer(@Nullable Instant old, Optional<Instant> remembered) {
    Instant next = remembered.map(at -> at.truncatedTo(ChronoUnit.SECONDS)).orElse(old);
    return old == null || (next != null && next.isAfter(old)) ? next : old;
  }

  private static @Nullable LastFailure newer(
      @Nullable LastFailure old, Optional<LastFailure> remembered) {
    return remembered.filter(next -> old == null || next.time().isAfter(old.time())).orElse(old);
  }

  /** Empty while nothing new is known. */
  private static Optional<ConditionFact> ready(
      ChannelSeen seen, ChannelDecision decision, ConditionSet known) {
    return switch (decision) {
      case ChannelDecision.Incomplete(ChannelAccess.Missing missing) ->
          Optional.of(ConditionFact.unmet(READY, missing.reason(), missing.message()));
      case ChannelDecision.Probe _, ChannelDecision.Await _ ->
          known.find(READY).isPresent()
              ? Optional.empty()
              : Optional.of(
                  ConditionFact.unknown(
                      READY, ConditionReason.NOT_PROBED_YET, "The first probe is under way."));
      case ChannelDecision.Report(Optional<DeliveryFailure> failure, _, _) ->
          Optional.of(failure.map(ChannelReport::unusable).orElseGet(() -> usable(seen)));
    };
  }

  private static ConditionFact unusable(DeliveryFailure failure) {
    ConditionReason reason =
        switch (failure.reason()) {
          case SERVER_UNREACHABLE -> ConditionReason.SERVER_UNREACHABLE;
          case TLS_NOT_TRUSTED -> ConditionReason.SERVER_NOT_TRUSTED;
          case LOGIN_REFUSED -> ConditionReason.LOGIN_REFUSED;
          case DEFERRED, REJECTED -> ConditionReason.SERVER_REFUSED;
          case GONE -> ConditionReason.RECEIVER_GONE;
          case ADDRESS_INVALID -> ConditionReason.ADDRESS_INVALID;
        };
    return ConditionFact.unmet(READY, reason, failure.message());
  }

  private static ConditionFact usable(ChannelSeen seen) {
    if (seen.fallbackTrouble() != null) {
      return ConditionFact.unmet(READY, ConditionReason.FALLBACK_UNUSABLE, seen.fallbackTrouble());
    }
    if (!(seen.access() instanceof ChannelAccess.Found found)) {
      throw new IllegalStateException("what was probed was found");
    }
    List<String> troubles = found.receivers().troubles();
    if (!troubles.isEmpty()) {
      return ConditionFact.unmet(
          READY, ConditionReason.ADDRESS_INVALID, String.join(" ", troubles));
    }
    List<String> words = new ArrayList<>();
    words.add(reach(seen.channel().getSpec().kind(), found.receivers().addresses().size()));
    if (Boolean.TRUE.equals(seen.channel().getSpec().suspend())) {
      words.add("The channel is suspended: nothing is sent.");
    }
    return ConditionFact.met(READY, ConditionReason.CHANNEL_USABLE, String.join(" ", words));
  }

  private static String reach(ChannelKind kind, int people) {
    String addresses = people == 1 ? "1 address." : people + " addresses.";
    return switch (kind) {
      case EmailSpec email ->
          (email.auth() == null ? "The server answers. " : "The server takes the login. ")
              + addresses;
      case ManualSpec manual ->
          "Those who tell it can be asked on channel \"%s\". %s"
              .formatted(manual.via().name(), addresses);
      case StaticSiteSpec _ -> "The bucket takes the page.";
      case WhatsappCloudSpec _ ->
          "The receiver takes connections; nothing was sent to it. "
              + (people == 1 ? "1 number." : people + " numbers.");
      case WebhookSpec _, WhatsappGatewaySpec _ ->
          "The receiver takes connections; nothing was sent to it.";
    };
  }

  private static ConditionFact texts(@Nullable List<String> faults) {
    if (faults == null) {
      return ConditionFact.met(
          TEMPLATES_VALID, ConditionReason.RECONCILED, "The operator's own texts are used.");
    }
    return faults.isEmpty()
        ? ConditionFact.met(
            TEMPLATES_VALID, ConditionReason.RECONCILED, "Every text can be filled.")
        : ConditionFact.unmet(
            TEMPLATES_VALID, ConditionReason.TEXT_INVALID, String.join(" ", faults));
  }
}
