package dev.salvaguarda.controller.run;

import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchiveLoginGatherer;
import dev.salvaguarda.controller.archive.ArchiveLoginResult;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.controller.port.PodLogs;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.Answers;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.RunDecision;
import dev.salvaguarda.domain.run.RunDecision.AskRepository;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ReadLog;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.WorkerFact;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds out what a decision asked for: the result in a log, the snapshots in a repository. */
public final class AnswerGatherer {
  private final ArchiveLoginGatherer logins;
  private final ArchiveAccess archives;
  private final PodLogs logs;

  public AnswerGatherer(KubernetesClient client, ArchiveAccess archives, PodLogs logs) {
    this.logins = new ArchiveLoginGatherer(client);
    this.archives = archives;
    this.logs = logs;
  }

  /** What was seen, and the answer to the question. */
  RunSeen answer(RunSeen seen, RunDecision.Question question) {
    Answers answers = seen.facts().answers();
    return switch (question) {
      case ReadLog(String pod) -> {
        LogTail tail = tail(seen, pod);
        LogAnswer answer =
            tail.result().<LogAnswer>map(LogAnswer.Whole::new).orElseGet(LogAnswer.Nothing::new);
        yield seen.withFacts(seen.facts().withAnswers(answers.with(answer)))
            .withLogTail(tail.forPeople());
      }
      case AskRepository _ ->
          seen.withFacts(seen.facts().withAnswers(answers.with(askRepository(seen))));
    };
  }

  /** With the end of the log where an attempt failed, while there still is a pod to ask. */
  RunSeen withLogOf(RunSeen seen, RunDecision decision) {
    boolean failed =
        decision instanceof RetryLater
            || (decision instanceof Finish end && end.failure() != null && end.attempt() > 0);
    return failed && seen.pod() != null && seen.logTail().isEmpty()
        ? seen.withLogTail(tail(seen, seen.pod().getMetadata().getName()).forPeople())
        : seen;
  }

  /** Whether the credentials of the run's repository have a session token. */
  boolean hasSessionToken(RunSeen seen) {
    return seen.repository() != null
        && logins.gather(seen.repository()) instanceof ArchiveLoginResult.Found found
        && found.login().sessionToken() != null;
  }

  /** Removes the locks of a pod that is gone; a repository that can't be reached keeps them. */
  void removeLocks(RunSeen seen, String pod) {
    if (seen.repository() != null
        && logins.gather(seen.repository()) instanceof ArchiveLoginResult.Found found) {
      archives.removeLocksOf(found.login(), pod);
    }
  }

  private LogTail tail(RunSeen seen, String pod) {
    return logs.tail(seen.namespace(), pod, LogTail.READ_LINES)
        .map(LogTail::new)
        .orElseGet(() -> new LogTail(java.util.List.of()));
  }

  private ArchiveAnswer askRepository(RunSeen seen) {
    if (seen.repository() == null) {
      return new ArchiveAnswer.Unanswered(
          new Failure(
              FailureReason.REPOSITORY_MISSING, "The BackupRepository of the run is gone."));
    }
    return switch (logins.gather(seen.repository())) {
      case ArchiveLoginResult.Missing missing ->
          new ArchiveAnswer.Unanswered(
              new Failure(FailureReason.REPOSITORY_ACCESS_DENIED, missing.message()));
      case ArchiveLoginResult.Found found -> list(seen, found.login());
    };
  }

  private ArchiveAnswer list(RunSeen seen, ArchiveLogin login) {
    Map<String, String> newest = new HashMap<>();
    Set<String> ids = new HashSet<>();
    int last =
        seen.facts().worker() instanceof WorkerFact.Present worker
            ? worker.attempt()
            : Math.max(1, seen.facts().memory().attempt());
    try {
      for (int attempt = 1; attempt <= last; attempt++) {
        for (RunSnapshot snapshot : archives.snapshotsOfRun(login, seen.uid(), attempt)) {
          newest.put(snapshot.target(), snapshot.id());
          ids.add(snapshot.id());
        }
      }
      return new ArchiveAnswer.Holds(newest, ids);
    } catch (ArchiveAccessException silent) {
      return new ArchiveAnswer.Unanswered(silent.failure());
    }
  }
}
