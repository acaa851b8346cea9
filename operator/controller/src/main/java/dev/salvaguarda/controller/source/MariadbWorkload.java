package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.MariadbSource;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import java.util.Set;

/** A MariaDB or MySQL server. */
final class MariadbWorkload {
  private MariadbWorkload() {}

  static SourceWorkload of(MariadbSource source) {
    MariadbOrder order =
        new MariadbOrder(
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
        "mariadb " + source.host(),
        Set.of(source.host()),
        Mount.ofDatabase(SourceWorkload.LOGIN.name(), source.credentialsRef(), source.tls()),
        new SourceOrder(source.host(), null, order, null));
  }
}
