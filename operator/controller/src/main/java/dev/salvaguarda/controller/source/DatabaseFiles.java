package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.DumpChunkSize;
import dev.salvaguarda.api.source.TlsSpec;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.TlsOrder;
import org.jspecify.annotations.Nullable;

/** Where a worker finds what it needs to log in to a database. */
final class DatabaseFiles {
  static final String USERNAME = WorkerPaths.SOURCE + "/username";
  static final String PASSWORD = WorkerPaths.SOURCE + "/password";

  private DatabaseFiles() {}

  static ChunkSize chunkSize(DumpChunkSize size) {
    return switch (size) {
      case KIB_16 -> ChunkSize.KIB_16;
      case KIB_8 -> ChunkSize.KIB_8;
    };
  }

  static TlsOrder tls(@Nullable TlsSpec tls) {
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
        mode, tls.caBundleRef() == null ? null : WorkerPaths.SOURCE_CA + "/" + WorkerPaths.CA);
  }
}
