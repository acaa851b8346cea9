package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Answers to the questions that a {@link RunDecision.Question} asked in this very round.
 *
 * @param log what the pod's log says about the result
 * @param archive what the repository holds of the run
 * @param replicas what further repositories hold of it, by name; only those that were asked
 */
public record Answers(LogAnswer log, ArchiveAnswer archive, Map<String, ArchiveAnswer> replicas) {
  public Answers {
    replicas = Map.copyOf(replicas);
  }

  /** Nothing was asked yet. */
  public static Answers none() {
    return new Answers(new LogAnswer.NotAsked(), new ArchiveAnswer.NotAsked(), Map.of());
  }

  /** The same with an answer of the log. */
  public Answers with(LogAnswer answer) {
    return new Answers(answer, archive, replicas);
  }

  /** The same with an answer of the repository. */
  public Answers with(ArchiveAnswer answer) {
    return new Answers(log, answer, replicas);
  }

  /** The same with an answer of a further repository, whose ids are those of the first one. */
  public Answers with(String replica, ArchiveAnswer answer) {
    Map<String, ArchiveAnswer> all = new HashMap<>(replicas);
    all.put(replica, answer);
    return new Answers(log, archive, all);
  }

  /** What a pod's log says about the result. */
  public sealed interface LogAnswer {
    /** It was not read. */
    record NotAsked() implements LogAnswer {}

    /** The whole result stands there. */
    record Whole(CopyResult result) implements LogAnswer {}

    /** The log is gone or holds no result. */
    record Nothing() implements LogAnswer {}
  }

  /** What the repository holds of a run. */
  public sealed interface ArchiveAnswer {
    /** It was not asked. */
    record NotAsked() implements ArchiveAnswer {}

    /**
     * It answered.
     *
     * @param snapshots id of the run's newest snapshot, by target; empty if only ids were asked for
     * @param ids all snapshot ids of the run, or those of the ids asked for that are there
     */
    record Holds(Map<String, String> snapshots, Set<String> ids) implements ArchiveAnswer {
      public Holds {
        snapshots = Map.copyOf(snapshots);
        ids = Set.copyOf(ids);
      }
    }

    /** It did not answer. */
    record Unanswered(Failure failure) implements ArchiveAnswer {}
  }
}
