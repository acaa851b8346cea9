package dev.salvaguarda.api.notice;

/** How a channel is reached. */
public sealed interface ChannelKind
    permits EmailSpec,
        ManualSpec,
        StaticSiteSpec,
        WebhookSpec,
        WhatsappCloudSpec,
        WhatsappGatewaySpec {

  /** The kind and where it leads, for people; at most 300 characters, and nothing secret. */
  String shown();

  /** How long one attempt may take at most, as a duration such as {@code 90s}. */
  String longestAttempt();
}
