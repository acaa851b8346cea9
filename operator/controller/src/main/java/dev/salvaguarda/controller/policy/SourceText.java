package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.api.source.SourceSpec;
import org.jspecify.annotations.Nullable;

/** Kind and place of a source for people, such as {@code postgresql db.example.org}. */
final class SourceText {
  private SourceText() {}

  static @Nullable String of(SourceSpec source) {
    if (source.postgresql() != null) {
      return "postgresql " + source.postgresql().host();
    }
    if (source.mariadb() != null) {
      return "mariadb " + source.mariadb().host();
    }
    return source.files() == null ? null : of(source.files());
  }

  private static @Nullable String of(FilesSource files) {
    if (files.persistentVolumeClaim() != null) {
      return "files pvc " + files.persistentVolumeClaim().claimName();
    }
    if (files.nfs() != null) {
      return "files nfs " + files.nfs().server() + ":" + files.nfs().path();
    }
    return files.hostPath() == null ? null : "files hostPath " + files.hostPath().path();
  }
}
