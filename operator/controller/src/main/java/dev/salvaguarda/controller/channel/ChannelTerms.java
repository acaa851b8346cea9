package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.EmailSpec;
import dev.salvaguarda.api.notice.EmailSpec.TimeoutsSpec;
import dev.salvaguarda.api.notice.ManualSpec;
import dev.salvaguarda.api.notice.NotificationChannelSpec;
import dev.salvaguarda.api.notice.RetrySpec;
import dev.salvaguarda.api.notice.StaticSiteSpec;
import dev.salvaguarda.api.notice.WebhookSpec;
import dev.salvaguarda.api.notice.WhatsappCloudSpec;
import dev.salvaguarda.api.notice.WhatsappGatewaySpec;
import dev.salvaguarda.domain.notice.NoticeFacts.Asking;
import dev.salvaguarda.domain.notice.Rate;
import dev.salvaguarda.domain.notice.RetryTerms;
import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times of a channel's spec, read. The API server lets no unreadable duration through; one that
 * slipped past means the default.
 *
 * @param total how long an attempt may take
 * @param asking how people are asked to tell it by hand; null where the channel tells by itself
 */
public record ChannelTerms(
    RetryTerms retry, Rate rate, Duration total, Duration probeInterval, @Nullable Asking asking) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Those of a channel. */
  public static ChannelTerms of(NotificationChannelSpec spec) {
    String minInterval = spec.rate().minInterval();
    return new ChannelTerms(
        new RetryTerms(
            spec.retry().schedule().stream().map(pause -> read(pause, MINUTE)).toList(),
            read(spec.retry().deadline(), DAY)),
        new Rate(
            spec.rate().perMinute(),
            minInterval == null ? Duration.ZERO : read(minInterval, Duration.ZERO)),
        total(spec),
        read(
            spec.probeInterval(),
            read(NotificationChannelSpec.DEFAULT_PROBE_INTERVAL, Duration.ofMinutes(15))),
        switch (spec.kind()) {
          case EmailSpec _,
              StaticSiteSpec _,
              WebhookSpec _,
              WhatsappCloudSpec _,
              WhatsappGatewaySpec _ ->
              null;
          case ManualSpec manual ->
              new Asking(read(manual.remindEvery(), Duration.ofHours(1)), manual.reminders());
        });
  }

  /** Those that hold while nobody knows the channel. */
  public static ChannelTerms usual() {
    return new ChannelTerms(
        new RetryTerms(
            RetrySpec.DEFAULT_SCHEDULE.stream().map(pause -> read(pause, MINUTE)).toList(), DAY),
        new Rate(1, Duration.ZERO),
        read(TimeoutsSpec.DEFAULT_TOTAL, MINUTE),
        DAY,
        null);
  }

  static Duration total(NotificationChannelSpec spec) {
    return read(
        spec.kind().longestAttempt(), read(TimeoutsSpec.DEFAULT_TOTAL, Duration.ofSeconds(90)));
  }

  static Duration read(String text, Duration otherwise) {
    return DurationText.parse(text).filter(Duration::isPositive).orElse(otherwise);
  }
}
