package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.attempt.RepositoryWorkload;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Replication.CaughtUp;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A further repository of a run.
 *
 * @param name as the policy has it
 * @param number among the policy's repositories, counted from 1
 * @param repository null if there is none of this name
 * @param damage known at its place
 */
public record RunReplica(
    String name, int number, @Nullable BackupRepository repository, KnownDamage damage) {

  /**
   * What the worker is told. Whether it is ready now is left to the worker to find out, which comes
   * to it much later than a probe.
   *
   * @param caughtUp when it last lacked nothing; null if no run says so
   */
  Replica order(@Nullable CaughtUp caughtUp) {
    return repository == null
        ? Replica.without(
            name,
            new Failure(
                FailureReason.REPOSITORY_MISSING,
                "There is no BackupRepository %s.".formatted(name)))
        : Replica.at(
            RepositoryWorkload.ofReplica(repository, number).access(),
            caughtUp,
            damage.packs(),
            !damage.namesAllPacks());
  }

  /** What the worker needs to open it. */
  List<Mount> mounts() {
    return repository == null
        ? List.of()
        : RepositoryWorkload.ofReplica(repository, number).mounts();
  }
}
