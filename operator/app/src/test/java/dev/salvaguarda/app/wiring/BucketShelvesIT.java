package dev.salvaguarda.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.adapter.site.PageShelf;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.domain.site.Site;
import dev.salvaguarda.domain.site.SiteFile;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.testkit.s3.DocumentedRights;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.credentials.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A page's files in a real bucket, with the rights of the guide and no others. */
class BucketShelvesIT {
  private static final SiteFile PAGE =
      new SiteFile("index.html", "text/html; charset=utf-8", "<p>Situação</p>");

  @Test
  void browsersGetEachFileAsItsKindAndAskAgainAfterAMinute() throws Exception {
    try (MinioServer server = MinioServer.start()) {
      String bucket = server.newBucket();
      BucketShelves shelves =
          new BucketShelves(
              new RepositoryContext(
                  Clock.systemUTC(),
                  new SecureRandom(),
                  new Actor("host", "user", 0, 0, 0, "test")));

      try (PageShelf shelf = shelves.open(login(server, bucket))) {
        shelf.look();
        shelf.put(PAGE);
        shelf.put(PAGE);
      }

      try (GetObjectResponse answer =
          server
              .client()
              .getObject(GetObjectArgs.builder().bucket(bucket).object("ti/index.html").build())) {
        assertThat(answer.headers().get("Content-Type")).isEqualTo(PAGE.contentType());
        assertThat(answer.headers().get("Cache-Control")).isEqualTo("max-age=60");
        assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo(PAGE.text());
      }
    }
  }

  private static StaticSiteLogin login(MinioServer server, String bucket) throws Exception {
    Credentials narrow = DocumentedRights.ofAPage(server, bucket);
    return new StaticSiteLogin(
        new ArchivePlace(server.endpoint().toString(), "", bucket, "ti", true, null),
        new StaticSiteLogin.Keys(
            new SensitiveText(narrow.accessKey()), new SensitiveText(narrow.secretKey())),
        new SensitiveText(Objects.requireNonNull(narrow.sessionToken())),
        "ti",
        "page",
        new Site(
            "Status",
            "TI",
            "https://status.example.org",
            "en",
            ZoneOffset.UTC,
            Instant.EPOCH,
            List.of()),
        false);
  }
}
