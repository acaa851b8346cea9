package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.RunSpan;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is about to be made, of the run of a day.
 *
 * @param world in which it is made
 * @param previous snapshot by target, as the order names them
 * @param earlier when the runs were made that the order tells of
 * @param shortfalls of each copy
 */
record RunOfADay(
    RunsInADirectory world,
    int day,
    int attempt,
    String policy,
    String host,
    Guards guards,
    Map<String, String> previous,
    List<RunSpan> earlier,
    List<Failure> shortfalls) {

  /** The first attempt of a run that looks at no earlier one. */
  static RunOfADay first(RunsInADirectory world, int day) {
    return new RunOfADay(
        world,
        day,
        1,
        "nightly",
        "db.example.org",
        new Guards(0, 50),
        Map.of(),
        List.of(),
        List.of());
  }

  RunOfADay again(int number) {
    return new RunOfADay(world, day, number, policy, host, guards, previous, earlier, shortfalls);
  }

  RunOfADay policy(String other) {
    return new RunOfADay(world, day, attempt, other, host, guards, previous, earlier, shortfalls);
  }

  RunOfADay host(String other) {
    return new RunOfADay(world, day, attempt, policy, other, guards, previous, earlier, shortfalls);
  }

  RunOfADay withGuards(Guards others) {
    return new RunOfADay(world, day, attempt, policy, host, others, previous, earlier, shortfalls);
  }

  RunOfADay shortOf(Failure what) {
    return new RunOfADay(
        world, day, attempt, policy, host, guards, previous, earlier, List.of(what));
  }

  /** What the order says about the runs of these days. */
  RunOfADay after(Map<String, String> named, int... days) {
    List<RunSpan> spans =
        IntStream.of(days)
            .mapToObj(RunsInADirectory::begin)
            .map(begin -> new RunSpan(begin, begin.plusSeconds(120)))
            .toList();
    return new RunOfADay(world, day, attempt, policy, host, guards, named, spans, shortfalls);
  }

  CopyResult copy(Map<String, Long> sizes) {
    return world.copy(this, sizes);
  }

  WorkIdentity identity() {
    return new WorkIdentity("BackupRun", "finance", policy + "-" + day, policy + day, attempt);
  }

  CopyTask task(RepositoryAccess first, @Nullable Replication replication, boolean moreDamaged) {
    return new CopyTask(
        policy,
        new SourceOrder(
            host,
            new PostgresqlOrder(
                host,
                5432,
                List.of(),
                List.of(),
                "u",
                "p",
                new TlsOrder(TlsOrder.Mode.DISABLE, null),
                ChunkSize.KIB_16,
                false),
            null,
            null),
        List.of(),
        previous,
        earlier,
        first,
        replication,
        false,
        Set.of(),
        moreDamaged,
        guards,
        0);
  }
}
