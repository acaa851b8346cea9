package dev.salvaguarda.domain.workorder;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that one attempt has to know, without a secret: secrets are named by the files in which they
 * are mounted. Exactly one of the tasks is set.
 *
 * @param version of this format; a reader refuses one it does not know
 * @param work which attempt of what this is, for tags and log lines
 * @param copy a source to copy
 * @param restore snapshots to restore
 * @param maintain a repository to look after
 */
public record WorkOrder(
    int version,
    WorkIdentity work,
    @Nullable CopyTask copy,
    @Nullable RestoreTask restore,
    @Nullable MaintenanceTask maintain) {
  /** The version that this code writes and reads. */
  public static final int VERSION = 3;

  public WorkOrder {
    if (tasks(copy, restore, maintain).count() != 1) {
      throw new IllegalArgumentException("exactly one task must be set: copy, restore or maintain");
    }
  }

  /** An order of the newest version. */
  public static WorkOrder of(WorkIdentity work, Task task) {
    return switch (task) {
      case CopyTask copy -> new WorkOrder(VERSION, work, copy, null, null);
      case RestoreTask restore -> new WorkOrder(VERSION, work, null, restore, null);
      case MaintenanceTask maintain -> new WorkOrder(VERSION, work, null, null, maintain);
    };
  }

  /** The one task that is set. */
  public Task task() {
    return tasks(copy, restore, maintain).findFirst().orElseThrow();
  }

  private static Stream<Task> tasks(@Nullable Task... tasks) {
    return Stream.of(tasks).flatMap(Stream::ofNullable);
  }
}
