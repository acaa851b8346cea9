package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.source.CommandSource;
import dev.salvaguarda.api.source.DumpChunkSize;
import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.api.source.MariadbSource;
import dev.salvaguarda.api.source.PostgresqlSource;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.SourceContainer;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.SourceOrder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy's source means for a worker.
 *
 * @param text kind and place for people, such as {@code postgresql db.example.org}
 * @param groups in each of which runs must not overlap: the policy's own word, else the names of
 *     the machines that the source works
 * @param mounts what the worker needs to read the source
 * @param order the same for the program; its host is stable over runs
 * @param container that reads the source for the worker; null where the worker does so itself
 */
public record SourceWorkload(
    String text,
    Set<String> groups,
    List<Mount> mounts,
    SourceOrder order,
    @Nullable SourceContainer container) {
  /** Where the login of a source lies. */
  static final DatabaseFiles LOGIN = new DatabaseFiles("source");

  public SourceWorkload {
    groups = Set.copyOf(groups);
    mounts = List.copyOf(mounts);
  }

  /** One that the worker reads itself. */
  SourceWorkload(String text, Set<String> groups, List<Mount> mounts, SourceOrder order) {
    this(text, groups, mounts, order, null);
  }

  /** The workload of whichever kind of source the policy has. */
  public static SourceWorkload of(String policy, BackupPolicySpec spec) {
    SourceWorkload workload =
        switch (spec.source().kind()) {
          case PostgresqlSource postgresql -> PostgresqlWorkload.of(postgresql);
          case MariadbSource mariadb -> MariadbWorkload.of(mariadb);
          case FilesSource files -> FilesWorkload.of(files, policy);
          case CommandSource command -> CommandWorkload.of(command, policy);
          case ProxmoxSource proxmox -> ProxmoxWorkload.of(proxmox);
        };
    String group = spec.concurrencyGroup();
    return group == null ? workload : workload.inGroup(group);
  }

  static ChunkSize chunkSize(DumpChunkSize size) {
    return switch (size) {
      case KIB_16 -> ChunkSize.KIB_16;
      case KIB_8 -> ChunkSize.KIB_8;
    };
  }

  private SourceWorkload inGroup(String group) {
    return new SourceWorkload(text, Set.of(group), mounts, order, container);
  }
}
