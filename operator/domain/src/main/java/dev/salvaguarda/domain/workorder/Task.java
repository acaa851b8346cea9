package dev.salvaguarda.domain.workorder;

/** What a worker is asked to do. Each kind of work has its own {@link Result}. */
public sealed interface Task permits CopyTask, MaintenanceTask, RestoreTask {
  /** The repository that it works with. */
  RepositoryAccess repository();

  /** Limit of the traffic with the repository over all connections; 0 means none. */
  long bandwidthBytesPerSecond();
}
