package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.window.WindowMessages;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is still a point in what a notice says. What happened stays true for ever, whatever
 * made up for it since; but that something is due comes to an end, and so do an incident and
 * maintenance.
 */
public final class StillTrue {
  /** Those that people decide about. */
  public static final List<Class<? extends HasMetadata>> DECIDED =
      List.of(Incident.class, MaintenanceWindow.class);

  private StillTrue() {}

  /** Whether its end has to be looked for, in the policy that it speaks of. */
  public static boolean mayEnd(NoticeSpec spec) {
    return spec.message().equals(Message.VERIFICATION_DUE.wireName());
  }

  /** The kind of what it speaks of, if people decide about that, and so may end it. */
  public static Optional<Class<? extends HasMetadata>> decidedKind(NoticeSpec spec) {
    return DECIDED.stream()
        .filter(kind -> HasMetadata.getKind(kind).equals(spec.subject().kind()))
        .findFirst();
  }

  /**
   * Why there is no point in it any more, a sentence; empty if there is. What was decided about
   * something that is gone is still said.
   *
   * @param subject that has the kind and name of the notice's subject; null if none has
   */
  public static Optional<String> endOfDecided(
      Notice notice, @Nullable HasMetadata subject, Instant now) {
    NoticeSpec spec = notice.getSpec();
    Message message = Message.of(spec.message()).orElse(null);
    if (message == null
        || subject == null
        || !subject.getMetadata().getUid().equals(spec.subject().uid())) {
      return Optional.empty();
    }
    return switch (subject) {
      case Incident incident ->
          IncidentMessages.end(IncidentRecord.of(incident, now), message, spec.eventTime())
              .or(() -> firesAgain(incident, message));
      case MaintenanceWindow window ->
          WindowMessages.end(WindowRecord.of(window, now), message, spec.eventTime(), now);
      default -> Optional.empty();
    };
  }

  private static Optional<String> firesAgain(Incident incident, Message message) {
    return SignalRecord.of(incident.getStatus())
        .filter(signals -> message == Message.SIGNAL_CLEARED && signals.isActive())
        .map(_ -> "An alert fires again.");
  }

  /**
   * Why it is no longer so, a sentence; empty if it is.
   *
   * @param notice of which {@link #mayEnd} holds
   * @param policy that has the name of the notice's subject; null if none has
   */
  public static Optional<String> end(Notice notice, @Nullable BackupPolicy policy) {
    NoticeSpec.SubjectRef subject = notice.getSpec().subject();
    if (policy == null || !policy.getMetadata().getUid().equals(subject.uid())) {
      return Optional.of("The policy is gone.");
    }
    var verification = policy.getSpec().verification();
    if (verification == null || verification.schedule() == null) {
      return Optional.of("The policy asks for no tests any more.");
    }
    return isDue(notice, policy)
        ? Optional.empty()
        : Optional.of("A proof or a signature has arrived since.");
  }

  /**
   * By the names that notices of what is due have; a stand-in speaks for one of another channel.
   */
  private static boolean isDue(Notice notice, BackupPolicy policy) {
    NoticeSpec spec = notice.getSpec();
    String name = Objects.requireNonNullElse(spec.fallbackFor(), notice.getMetadata().getName());
    BackupPolicyStatus status =
        Objects.requireNonNullElse(policy.getStatus(), BackupPolicyStatus.none());
    return Stream.concat(
            Stream.of(spec.channelRef()),
            policy.getSpec().notifications().stream().map(asked -> asked.channelRef()))
        .flatMap(channel ->
            DueOccasion.keys(status).stream()
                .map(key ->
                    NoticeManifest.name(spec.subject(), spec.message(), key, channel.name())))
        .anyMatch(name::equals);
  }
}
