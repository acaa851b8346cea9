package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.adapter.site.PageShelf;
import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.domain.site.SiteFile;
import dev.salvaguarda.repository.adapter.minio.PublicBucket;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.model.RepositoryContext;
import java.nio.charset.StandardCharsets;

/** Puts pages into S3 buckets; gives up within seconds, because the outbox tries again. */
final class BucketShelves implements PageShelf.Opener {
  /** Whoever looks again a minute later sees what is new. */
  private static final String CACHE = "max-age=60";

  private final RepositoryContext context;

  BucketShelves(RepositoryContext context) {
    this.context = context;
  }

  @Override
  public PageShelf open(StaticSiteLogin login) {
    PublicBucket bucket =
        new PublicBucket(
            MinioStoreOpener.location(login.place()),
            MinioStoreOpener.credentials(
                login.keys().accessKey(), login.keys().secretKey(), login.sessionToken()),
            S3Tuning.BRISK,
            context.clock(),
            context.random());
    return new PageShelf() {
      @Override
      public void put(SiteFile file) {
        bucket.put(
            file.name(), file.text().getBytes(StandardCharsets.UTF_8), file.contentType(), CACHE);
      }

      @Override
      public void look() {
        bucket.require();
      }

      @Override
      public void close() {
        bucket.close();
      }
    };
  }
}
