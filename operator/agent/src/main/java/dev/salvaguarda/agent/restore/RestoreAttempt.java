package dev.salvaguarda.agent.restore;

import dev.salvaguarda.agent.attempt.RepositoryOpener;
import dev.salvaguarda.agent.attempt.Work;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.repository.Repository;
import java.util.List;

/** One attempt to restore: opens the repository, restores target after target, asks the checks. */
public final class RestoreAttempt implements Work {
  private final RestoreTask task;
  private final RepositoryOpener repositories;
  private final Surroundings surroundings;
  private final RestoreTally tally;

  public RestoreAttempt(
      RestoreTask task, RepositoryOpener repositories, Surroundings surroundings) {
    this.task = task;
    this.repositories = repositories;
    this.surroundings = surroundings;
    this.tally = new RestoreTally(task.snapshots());
  }

  @Override
  public void run() {
    try (Repository _ = repositories.open(task)) {
      surroundings.board().begin(task.snapshots().size(), 0);
      tally.endAll(new Failure(FailureReason.INTERNAL, "This program does not restore yet."));
    }
  }

  @Override
  public RestoreResult result(long peakMemoryBytes) {
    return tally.result(List.of(), peakMemoryBytes);
  }

  @Override
  public long bytesSent() {
    return 0;
  }
}
