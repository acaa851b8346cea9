package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.message.Message;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is still a point in what a notice says. What happened stays true for ever, whatever
 * made up for it since; but that something is due comes to an end, and so does an incident.
 */
public final class StillTrue {
  private StillTrue() {}

  /** Whether its end has to be looked for, in the policy that it speaks of. */
  public static boolean mayEnd(NoticeSpec spec) {
    return spec.message().equals(Message.VERIFICATION_DUE.wireName());
  }

  /** Whether it speaks of an Incident, in which its end has to be looked for. */
  public static boolean isOfIncident(NoticeSpec spec) {
    return spec.subject().kind().equals("Incident");
  }

  /**
   * Why there is no point in it any more, a sentence; empty if there is. What was decided about an
   * incident that is gone is still said.
   *
   * @param notice of which {@link #isOfIncident} holds
   * @param incident that has the name of the notice's subject; null if none has
   */
  public static Optional<String> endOfIncident(
      Notice notice, @Nullable Incident incident, Instant now) {
    NoticeSpec spec = notice.getSpec();
    Message message = Message.of(spec.message()).orElse(null);
    if (message == null
        || incident == null
        || !incident.getMetadata().getUid().equals(spec.subject().uid())) {
      return Optional.empty();
    }
    return IncidentMessages.end(IncidentRecord.of(incident, now), message, spec.eventTime());
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
