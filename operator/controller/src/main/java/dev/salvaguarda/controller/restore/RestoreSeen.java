package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.restore.RestoreFacts;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a restore in one look: the objects, and the facts that a decision is made of.
 *
 * @param restore as it is known
 * @param repository that holds the copies; null if it is gone or does not matter
 * @param facts what the domain decides on
 * @param worker the newest attempt's
 * @param progress what the worker said last; null if nothing
 * @param logTail the end of its log, for people; empty unless it was read
 * @param template how the policy wants its pods; null unless an attempt is to be started
 * @param lastAnswers numbers that checks of passed restores answered last, by name of the check;
 *     empty unless an attempt is to be started
 */
record RestoreSeen(
    Restore restore,
    @Nullable BackupRepository repository,
    RestoreFacts facts,
    WorkerSeen worker,
    @Nullable WorkerLine progress,
    List<String> logTail,
    @Nullable RunTemplate template,
    Map<String, BigDecimal> lastAnswers) {
  RestoreSeen {
    logTail = List.copyOf(logTail);
    lastAnswers = Map.copyOf(lastAnswers);
  }

  RestoreSeen withFacts(RestoreFacts other) {
    return new RestoreSeen(
        restore, repository, other, worker, progress, logTail, template, lastAnswers);
  }

  RestoreSeen withLogTail(List<String> lines) {
    return new RestoreSeen(
        restore, repository, facts, worker, progress, lines, template, lastAnswers);
  }

  RestoreSeen forStart(@Nullable RunTemplate wanted, Map<String, BigDecimal> answers) {
    return new RestoreSeen(restore, repository, facts, worker, progress, logTail, wanted, answers);
  }

  AttemptOwner owner() {
    return new AttemptOwner(restore, repository, List.of(), worker, podName());
  }

  private @Nullable String podName() {
    if (worker.pod() != null) {
      return worker.podName();
    }
    return restore.getStatus() == null || restore.getStatus().worker() == null
        ? null
        : restore.getStatus().worker().pod();
  }
}
