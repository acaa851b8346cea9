package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.PostgresqlSource;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import java.util.Set;

/** A PostgreSQL server. */
final class PostgresqlWorkload {
  private PostgresqlWorkload() {}

  static SourceWorkload of(PostgresqlSource source) {
    PostgresqlOrder order =
        new PostgresqlOrder(
            source.host(),
            source.port(),
            source.databases(),
            source.excludeDatabases(),
            SourceWorkload.LOGIN.username(),
            SourceWorkload.LOGIN.password(),
            SourceWorkload.LOGIN.tls(source.tls()),
            SourceWorkload.chunkSize(source.chunkSize()),
            source.globals());
    return new SourceWorkload(
        "postgresql " + source.host(),
        Set.of(source.host()),
        Mount.ofDatabase(SourceWorkload.LOGIN.name(), source.credentialsRef(), source.tls()),
        new SourceOrder(source.host(), order, null, null));
  }
}
