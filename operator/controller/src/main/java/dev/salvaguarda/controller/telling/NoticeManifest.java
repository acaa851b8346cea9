package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.EmailSpec;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeSpec.RenderedText;
import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelSpec;
import dev.salvaguarda.api.notice.OrganizationSpec;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.domain.calendar.CalendarEntry;
import dev.salvaguarda.domain.calendar.CalendarText;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.MessageFacts;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.message.Rendered;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.name.NoticeName;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A notice on one channel, in its words; the same always has the same name. */
final class NoticeManifest {
  /** By which the API server selects the notices of a message. */
  static final String MESSAGE_LABEL = "salvaguarda.dev/message";

  private NoticeManifest() {}

  /**
   * What a notice is about.
   *
   * @param subject the object that it speaks of
   * @param key what else makes it the only one of its message and subject; empty if nothing does
   * @param thread what belongs together for a reader
   * @param facts all but what is the channel's: the organisation, and where readers go
   * @param concern who decided it, and whom it concerns
   */
  record Story(
      Message message,
      SubjectRef subject,
      String key,
      String namespace,
      String thread,
      Instant eventTime,
      Map<Placeholder, Fact> facts,
      Concern concern) {
    Story {
      facts = Map.copyOf(facts);
    }

    /** Of which nobody decided anything, for all of the channel's receivers. */
    Story(
        Message message,
        SubjectRef subject,
        String key,
        String namespace,
        String thread,
        Instant eventTime,
        Map<Placeholder, Fact> facts) {
      this(
          message,
          subject,
          key,
          namespace,
          thread,
          eventTime,
          facts,
          new Concern(null, List.of(), null));
    }
  }

  /**
   * Who decided something, whom it concerns, and what it says to calendars.
   *
   * @param decidedBy null where nobody had to decide
   * @param organizations among the channel's receivers; empty means all of them
   * @param calendar null where it says nothing to them
   */
  record Concern(
      @Nullable String decidedBy, List<String> organizations, @Nullable CalendarEntry calendar) {
    Concern {
      organizations = List.copyOf(organizations);
    }
  }

  /**
   * The notice about an occasion.
   *
   * @param now from which on the next digest may tell it
   */
  static Notice of(Occasion occasion, NotificationChannel channel, Texts texts, Instant now) {
    NotificationChannelSpec spec = channel.getSpec();
    Instant digest =
        spec.digest() == null || !occasion.canWait()
            ? null
            : DigestTime.after(now, spec.digest().at(), zone(channel));
    return notice(occasion.story(), channel, texts, digest, List.of());
  }

  /**
   * Any notice.
   *
   * @param digest when it is told with others; null if by itself
   * @param collects names of those that it tells together
   */
  static Notice notice(
      Story story,
      NotificationChannel channel,
      Texts texts,
      @Nullable Instant digest,
      List<String> collects) {
    String name = channel.getMetadata().getName();
    String locale = channel.getSpec().locale();
    Rendered text = texts.render(facts(story, channel), locale, zone(channel));
    Notice notice = new Notice();
    notice.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(story.namespace())
            .withName(name(story, name))
            .addToLabels("app.kubernetes.io/managed-by", "salvaguarda")
            .addToLabels(MESSAGE_LABEL, story.message().wireName())
            .build());
    notice.setSpec(
        new NoticeSpec(
            story.subject(),
            story.message().wireName(),
            1,
            new LocalRef(name),
            texts.languageOf(locale),
            story.message().isPublic() ? NoticeSpec.Audience.PUBLIC : NoticeSpec.Audience.INTERNAL,
            new RenderedText(text.subject(), text.body(), calendar(story, channel, text)),
            story.thread(),
            story.eventTime(),
            null,
            digest,
            collects,
            List.of(),
            null,
            story.concern().decidedBy(),
            story.concern().organizations(),
            null));
    return notice;
  }

  private static @Nullable String calendar(
      Story story, NotificationChannel channel, Rendered text) {
    CalendarEntry entry = story.concern().calendar();
    EmailSpec email = channel.getSpec().email();
    if (entry != null && channel.getSpec().staticSite() != null) {
      return CalendarText.published(entry, text.subject(), text.body());
    }
    if (entry == null || email == null || !email.calendar()) {
      return null;
    }
    OrganizationSpec own = channel.getSpec().organization();
    return CalendarText.of(
        entry,
        new CalendarText.Organizer(
            (own == null ? OrganizationSpec.ofTheNorm() : own).name(),
            email.from().replaceFirst("^.*<(.*)>$", "$1")),
        text.subject(),
        text.body());
  }

  private static String name(Story story, String channel) {
    return name(story.subject(), story.message().wireName(), story.key(), channel);
  }

  /** The name of the notice that tells this on a channel. */
  static String name(SubjectRef subject, String message, String key, String channel) {
    return NoticeName.of(
        subject.name(), message, String.join("\n", subject.uid(), message, "1", channel, key));
  }

  private static MessageFacts facts(Story story, NotificationChannel channel) {
    Map<Placeholder, Fact> facts = new EnumMap<>(story.facts());
    OrganizationSpec own = channel.getSpec().organization();
    OrganizationSpec name =
        own == null && story.message().isPublic() ? OrganizationSpec.ofTheNorm() : own;
    if (name != null) {
      facts.put(Placeholder.ORGANIZATION, FactWords.words(name.name()));
      put(facts, story.message(), Placeholder.SERVICE_DESK_URL, name.serviceDeskUrl());
      put(facts, story.message(), Placeholder.GROUP_NAME, name.groupName());
    }
    return new MessageFacts(story.message(), facts);
  }

  private static void put(
      Map<Placeholder, Fact> facts, Message message, Placeholder at, @Nullable String text) {
    if (text != null && message.allowed().contains(at)) {
      facts.put(at, FactWords.words(text));
    }
  }

  /** A channel whose zone nobody knows says so itself; its times are told in UTC. */
  static ZoneId zone(NotificationChannel channel) {
    try {
      return ZoneId.of(channel.getSpec().timeZone());
    } catch (DateTimeException _) {
      return ZoneId.of(NotificationChannelSpec.DEFAULT_TIME_ZONE);
    }
  }
}
