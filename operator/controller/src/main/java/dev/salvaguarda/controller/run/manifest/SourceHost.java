package dev.salvaguarda.controller.run.manifest;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.api.source.SourceSpec;
import java.util.Objects;

/** What a source is called: in snapshots, and as the group of runs that must not overlap. */
public final class SourceHost {
  private SourceHost() {}

  /**
   * The name of the source, stable over runs: the host of a database or of an NFS export, the name
   * of a claim, and the policy's own name for a directory of a node.
   */
  public static String of(BackupPolicy policy) {
    SourceSpec source = policy.getSpec().source();
    if (source.postgresql() != null) {
      return source.postgresql().host();
    }
    if (source.mariadb() != null) {
      return source.mariadb().host();
    }
    return ofFiles(Objects.requireNonNull(source.files()), policy.getMetadata().getName());
  }

  /** The group in which the policy's runs don't overlap: its own word, else the source's name. */
  public static String groupOf(BackupPolicy policy) {
    return Objects.requireNonNullElseGet(policy.getSpec().concurrencyGroup(), () -> of(policy));
  }

  /** The path under which a file tree stands in snapshots. */
  static String storedAs(FilesSource files) {
    if (files.persistentVolumeClaim() != null) {
      return "/" + files.persistentVolumeClaim().claimName();
    }
    return files.nfs() != null
        ? files.nfs().path()
        : Objects.requireNonNull(files.hostPath()).path();
  }

  private static String ofFiles(FilesSource files, String policy) {
    if (files.persistentVolumeClaim() != null) {
      return files.persistentVolumeClaim().claimName();
    }
    return files.nfs() != null ? files.nfs().server() : policy;
  }
}
