package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.wire.LineWriter;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.domain.workorder.Replication.Replica;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.copy.SnapshotCopier;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a further repository when copying to it is ended from outside. */
class ReplicaCopyTest {
  private static final Replica VAULT =
      Replica.at(
          new RepositoryAccess(
              "vault", "https://s3.example.org", "", "b", "", true, null, "a", "s", null, "p"),
          null,
          Set.of(),
          false);

  @TempDir Path folder;

  @Test
  void theEndOfTheTimeIsNoFailureOfTheRepository() {
    ReplicaResult result = ended((copy, session) -> copy.endOfTime(session));

    assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(result.lacking()).isEqualTo(1);
    assertThat(result.failure())
        .extracting(failure -> failure.reason())
        .isEqualTo(FailureReason.COPIES_BEHIND);
  }

  @Test
  void aPodThatIsStoppedLeavesARepositoryThatLags() {
    ReplicaResult result = ended((_, session) -> session.cancel());

    assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(result.lacking()).isEqualTo(1);
    assertThat(result.failure())
        .isEqualTo(
            new Failure(
                FailureReason.COPIES_BEHIND,
                "Repository vault lacks 1 snapshot of the policy: the pod was stopped while it"
                    + " copied, and the next run goes on"));
  }

  private ReplicaResult ended(BiConsumer<ReplicaCopy, BackupSession> end) {
    Work.Surroundings surroundings =
        new Work.Surroundings(
            new ProgressBoard(),
            new LineWriter(new PrintStream(OutputStream.nullOutputStream()), Clock.systemUTC()),
            new Cancellation(),
            Clock.systemUTC());
    SessionOptions options = SessionOptions.standard(folder, 1);
    try (BackupSession from = BackupSession.open(repository("first"), options);
        BackupSession into = BackupSession.open(repository("vault"), options);
        SnapshotCopier copier = new SnapshotCopier(from, into, 2)) {
      ReplicaCopy copy = new ReplicaCopy(VAULT, List.of(snapshot(from)), Instant.MAX, surroundings);
      end.accept(copy, into);
      copy.run(copier, into);
      return copy.result();
    }
  }

  private static Snapshot snapshot(BackupSession session) {
    return session.commit(
        new SnapshotDraft(
            Instant.EPOCH,
            session.storeTree(List.of()),
            "nas",
            List.of("/share"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }

  private Repository repository(String name) {
    return Repository.create(
        new DirectoryStore(folder.resolve(name)),
        SecretBytes.ofUtf8("of " + name),
        List.of(),
        Contexts.of(Clock.systemUTC(), new Actor("pod", "tester", 1, 0, 0, "test")));
  }
}
