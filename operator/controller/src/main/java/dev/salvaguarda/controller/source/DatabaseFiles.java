package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.TlsSpec;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.workorder.TlsOrder;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker finds what it needs to log in to a database.
 *
 * @param name of the volume with the Secret, as {@link
 *     dev.salvaguarda.controller.worker.manifest.Mount#ofDatabase} gets it
 */
public record DatabaseFiles(String name) {
  /** File with the user's name. */
  public String username() {
    return WorkerPaths.SECRETS + name + "/username";
  }

  /** File with its password. */
  public String password() {
    return WorkerPaths.SECRETS + name + "/password";
  }

  /** How the connection is protected. */
  public TlsOrder tls(@Nullable TlsSpec tls) {
    if (tls == null) {
      return new TlsOrder(TlsOrder.Mode.PREFER, null);
    }
    TlsOrder.Mode mode =
        switch (tls.mode()) {
          case DISABLE -> TlsOrder.Mode.DISABLE;
          case PREFER -> TlsOrder.Mode.PREFER;
          case REQUIRE -> TlsOrder.Mode.REQUIRE;
          case VERIFY_CA -> TlsOrder.Mode.VERIFY_CA;
          case VERIFY_FULL -> TlsOrder.Mode.VERIFY_FULL;
        };
    return new TlsOrder(
        mode,
        tls.caBundleRef() == null ? null : WorkerPaths.SECRETS + name + "-ca/" + WorkerPaths.CA);
  }
}
