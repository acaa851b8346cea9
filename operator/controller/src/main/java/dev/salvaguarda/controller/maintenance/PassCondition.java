package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.maintenance.MaintenanceMemory;
import dev.salvaguarda.domain.text.Sentence;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the condition of passes says after a look; pure.
 *
 * @param memory of the passes, with what was decided
 * @param tally what all attempts of the pass did
 * @param next when the next pass is due; null if none is
 */
record PassCondition(
    MaintenanceSeen seen,
    Step step,
    MaintenanceMemory memory,
    PassTally tally,
    @Nullable Instant next,
    Instant now) {
  private static final int MAX_MESSAGE = 1024;
  private static final Set<ConditionReason> PASSING =
      Set.of(
          ConditionReason.INVALID_SCHEDULE,
          ConditionReason.UNKNOWN_TIME_ZONE,
          ConditionReason.NO_MAINTENANCE_YET,
          ConditionReason.NO_READING_YET,
          ConditionReason.MISSING_PERMISSION,
          ConditionReason.RECONCILE_ERROR);

  /** These conditions with it. */
  List<Condition> in(List<Condition> before) {
    ConditionSet set = ConditionSet.of(before);
    return condition(set)
        .map(fact -> set.with(fact, seen.subject().object().getMetadata().getGeneration(), now))
        .orElse(set)
        .conditions();
  }

  private PassKind kind() {
    return seen.subject().kind();
  }

  private MaintenanceStatus old() {
    return seen.subject().told();
  }

  /** Between two ends it stays what it was. */
  private Optional<ConditionFact> condition(ConditionSet set) {
    if (seen.schedule().reason() != null) {
      return Optional.of(
          ConditionFact.unmet(
              kind().condition(),
              seen.schedule().reason(),
              Objects.requireNonNullElse(seen.schedule().problem(), "")));
    }
    if (step instanceof Finish end) {
      Failure failure = end.failure();
      return Optional.of(
          failure == null
              ? ConditionFact.met(
                  kind().condition(), kind().done(), MaintenanceSentence.of(end, tally))
              : ConditionFact.unmet(
                  kind().condition(),
                  new Failure(failure.reason(), MaintenanceSentence.of(end, tally))));
    }
    Optional<Condition> told =
        set.find(kind().condition()).filter(one -> !isPassing(one.getReason()));
    return told.isPresent() && !isOutOfForce(told.get())
        ? ofDamage(told.get())
        : Optional.of(ConditionFact.unknown(kind().condition(), kind().notYet(), notYet()));
  }

  private String notYet() {
    String noun = kind().noun();
    boolean never = old().last() == null;
    if (next == null) {
      return never
          ? "No %s has ended yet, and none is due.".formatted(noun)
          : "No %s is due any more, so the last one says nothing of today.".formatted(noun);
    }
    return never
        ? "No %s has ended yet; the next one is due at %s.".formatted(noun, next)
        : "The next %s is due at %s.".formatted(noun, next);
  }

  /** Damage that is known stays known; where nobody will look again, it says so. */
  private Optional<ConditionFact> ofDamage(Condition told) {
    if (old().damage() == null || !"False".equals(told.getStatus()) || !memory.phase().isOver()) {
      return Optional.empty();
    }
    String note =
        " No pass is due that could find it whole again: %s.".formatted(kind().howToAsk());
    String message = told.getMessage();
    String found =
        message.endsWith(note) ? message.substring(0, message.length() - note.length()) : message;
    return Optional.of(
        new ConditionFact(
            kind().condition(),
            ConditionFact.Truth.FALSE,
            told.getReason(),
            seen.facts().cadence() == null
                ? Sentence.oneLine(found, MAX_MESSAGE - note.length()) + note
                : found));
  }

  /** What was read long ago says nothing of today; what was found damaged then still is. */
  private boolean isOutOfForce(Condition told) {
    return kind() == PassKind.INTEGRITY
        && seen.facts().cadence() == null
        && memory.phase().isOver()
        && "True".equals(told.getStatus());
  }

  /** What kept the operator from looking, or was wrong with the specification, is mended. */
  private static boolean isPassing(String reason) {
    return PASSING.stream().anyMatch(passing -> passing.wireName().equals(reason));
  }
}
