package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelSpec;
import dev.salvaguarda.api.notice.OrganizationSpec;
import dev.salvaguarda.api.notice.StaticSiteSpec;
import dev.salvaguarda.api.repository.S3Spec;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.NamedSecretsGatherer;
import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.controller.delivery.StaticSiteLogin.Keys;
import dev.salvaguarda.domain.schedule.ZoneNames;
import dev.salvaguarda.domain.site.Site;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** What reaches the bucket of a page, from its specification and its Secrets. */
final class SiteLogins {
  private SiteLogins() {}

  /**
   * The login.
   *
   * @throws dev.salvaguarda.controller.archive.MissingReferenceException if a Secret is absent, or
   *     holds what can't be used
   */
  static StaticSiteLogin of(
      StaticSiteSpec site, NotificationChannel channel, NamedSecretsGatherer secrets) {
    String credentials = site.credentialsRef().name();
    return new StaticSiteLogin(
        new ArchivePlace(
            site.endpoint(),
            Objects.requireNonNullElse(site.region(), ""),
            site.bucket(),
            Objects.requireNonNullElse(site.prefix(), ""),
            site.pathStyle(),
            site.caBundleRef() == null ? null : secrets.caBundle(site.caBundleRef())),
        new Keys(
            secrets.oneLine(credentials, S3Spec.ACCESS_KEY),
            secrets.oneLine(credentials, S3Spec.SECRET_KEY)),
        secrets.optionalLine(credentials, S3Spec.SESSION_TOKEN),
        channel.getMetadata().getNamespace(),
        channel.getMetadata().getName(),
        page(site, channel),
        channel.getSpec().suspend());
  }

  private static Site page(StaticSiteSpec site, NotificationChannel channel) {
    NotificationChannelSpec spec = channel.getSpec();
    OrganizationSpec publisher =
        Objects.requireNonNullElseGet(spec.organization(), OrganizationSpec::ofTheNorm);
    return new Site(
        site.title(),
        publisher.name(),
        site.baseUrl(),
        spec.locale(),
        ZoneNames.find(spec.timeZone()).orElse(ZoneOffset.UTC),
        Instant.parse(channel.getMetadata().getCreationTimestamp()),
        List.of());
  }
}
