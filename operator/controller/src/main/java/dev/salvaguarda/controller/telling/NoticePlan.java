package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelSpec.RestrictedAudience;
import dev.salvaguarda.api.notice.OrganizationSpec;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.controller.telling.NoticeManifest.Concern;
import dev.salvaguarda.controller.telling.NoticeManifest.Story;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Message;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Which notices people's decisions ask for: each message that is owed once on each channel that
 * subscribes it; pure.
 *
 * @param due those that are to be made, in the order in which they are said
 * @param unheard messages that no channel subscribes, and that were told on none
 * @param late messages that no channel would deliver any more, and that were not told before
 * @param owesAnything whether something had to be said, ever
 */
public record NoticePlan(
    List<Planned> due, List<Message> unheard, List<Message> late, boolean owesAnything) {
  public NoticePlan {
    due = List.copyOf(due);
    unheard = List.copyOf(unheard);
    late = List.copyOf(late);
  }

  /** A notice that is to be made. */
  public record Planned(String name, Message message, Story story, NotificationChannel channel) {}

  /**
   * The plan as things stand.
   *
   * @param subject what they decided about
   * @param owed what has to be said of it, or had to be
   * @param channels of its namespace
   * @param told what was made before, and is not to be made again
   */
  public static NoticePlan of(
      HasMetadata subject,
      List<OwedMessage> owed,
      Collection<NotificationChannel> channels,
      ToldNotices told,
      Instant now) {
    return of(subject, owed, channels, NoticePlan::hears, told, now);
  }

  /**
   * The same where a policy says on which channels it is told.
   *
   * @param asked what the policy asks for
   */
  public static NoticePlan asked(
      HasMetadata subject,
      List<OwedMessage> owed,
      Collection<NotificationChannel> channels,
      List<NotifySpec> asked,
      ToldNotices told,
      Instant now) {
    return of(subject, owed, channels, (channel, one) -> isAsked(channel, one, asked), told, now);
  }

  private static boolean isAsked(
      NotificationChannel channel, OwedMessage owed, List<NotifySpec> asked) {
    return asked.stream()
        .filter(one -> one.channelRef().name().equals(channel.getMetadata().getName()))
        .flatMap(one -> one.events().stream())
        .anyMatch(kind -> Occasion.message(kind) == owed.message());
  }

  private static NoticePlan of(
      HasMetadata subject,
      List<OwedMessage> owed,
      Collection<NotificationChannel> channels,
      BiPredicate<NotificationChannel, OwedMessage> hears,
      ToldNotices told,
      Instant now) {
    Set<String> made = told.names();
    List<Planned> due = new ArrayList<>();
    List<Message> unheard = new ArrayList<>();
    List<Message> late = new ArrayList<>();
    for (OwedMessage one : owed) {
      List<Planned> wanted =
          channels.stream()
              .filter(channel -> hears.test(channel, one))
              .map(channel -> planned(subject, one, channel))
              .toList();
      boolean mustBeTold = !one.message().isForTheTeam() && !isTold(subject, one, channels, told);
      if (wanted.isEmpty() && mustBeTold) {
        unheard.add(one.message());
      }
      List<Planned> open = wanted.stream().filter(plan -> !made.contains(plan.name())).toList();
      List<Planned> inTime =
          open.stream()
              .filter(plan -> !AskedChannel.isTooLate(one.eventTime(), plan.channel(), now))
              .toList();
      due.addAll(inTime);
      if (inTime.isEmpty() && !wanted.isEmpty() && mustBeTold) {
        late.add(one.message());
      }
    }
    return new NoticePlan(
        due,
        unheard,
        late,
        owed.stream().anyMatch(one -> !one.message().isForTheTeam())
            || !due.isEmpty()
            || !made.isEmpty());
  }

  /**
   * Whether it was told on some channel, even if that subscribes it no more, or is gone. Of those
   * that have left the cluster only the kind is known.
   */
  private static boolean isTold(
      HasMetadata subject,
      OwedMessage owed,
      Collection<NotificationChannel> channels,
      ToldNotices told) {
    String message = owed.message().wireName();
    return told.left().contains(message)
        || Stream.concat(
                channels.stream().map(channel -> channel.getMetadata().getName()),
                told.channels().stream())
            .map(name -> NoticeManifest.name(subject(subject), message, owed.key(), name))
            .anyMatch(told.names()::contains);
  }

  private static boolean hears(NotificationChannel channel, OwedMessage owed) {
    String name = owed.message().wireName();
    return channel.getSpec().subscribes().stream()
            .anyMatch(one -> one.covers(name, owed.restrictedTo()))
        && (owed.message() != Message.RECEIPT_CONFIRMATION || canAsk(channel))
        && (receivers(channel, owed).isEmpty()
            || channel.getSpec().recipients().stream()
                .anyMatch(group -> receivers(channel, owed).contains(group.organization())));
  }

  /** The API server lets no channel through of which this is not so. */
  private static boolean canAsk(NotificationChannel channel) {
    OrganizationSpec name = channel.getSpec().organization();
    return name == null || (name.serviceDeskUrl() != null && name.groupName() != null);
  }

  private static List<String> receivers(NotificationChannel channel, OwedMessage owed) {
    return owed.restrictedTo() != null
            && channel.getSpec().restrictedAudience() == RestrictedAudience.ORGANIZATION_ONLY
        ? List.of(owed.restrictedTo())
        : List.of();
  }

  private static Planned planned(HasMetadata about, OwedMessage owed, NotificationChannel channel) {
    var meta = about.getMetadata();
    SubjectRef subject = subject(about);
    String message = owed.message().wireName();
    return new Planned(
        NoticeManifest.name(subject, message, owed.key(), channel.getMetadata().getName()),
        owed.message(),
        new Story(
            owed.message(),
            subject,
            owed.key(),
            meta.getNamespace(),
            meta.getUid(),
            owed.eventTime(),
            owed.facts(),
            new Concern(owed.decidedBy(), receivers(channel, owed), owed.calendar())),
        channel);
  }

  private static SubjectRef subject(HasMetadata about) {
    var meta = about.getMetadata();
    return new SubjectRef(about.getKind(), meta.getName(), meta.getUid());
  }
}
