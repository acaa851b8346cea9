package dev.salvaguarda.controller.status;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a look that ended with an exception leaves in the status of its object: the kind's first
 * condition becomes Unknown with the reason and our own sentence. The next good look replaces it.
 *
 * @param type the condition that nobody can answer now
 * @param conditions those of a status; null, as of an object never reported on, has none
 * @param with a status with other conditions
 * @param fresh makes an empty object of the kind
 */
public record FailureReport<R extends CustomResource<?, S>, S>(
    ConditionType type,
    Function<@Nullable S, @Nullable List<Condition>> conditions,
    BiFunction<@Nullable S, List<Condition>, S> with,
    Supplier<R> fresh,
    Clock clock) {
  /** What passes at once is not worth a line; the first tries are seconds apart. */
  private static final int SHOWN_FROM_RETRY = 2;

  /** The answer of a reconciler's {@code updateErrorStatus}. */
  public ErrorStatusUpdateControl<R> after(R seen, Exception error, Optional<RetryInfo> retry) {
    FailedLook look = FailedLook.of(error);
    int tries = retry.map(RetryInfo::getAttemptCount).orElse(0);
    boolean shown =
        switch (look.cause()) {
          case NONE -> false;
          case SERVER, DEFECT -> tries >= SHOWN_FROM_RETRY;
          case REFUSED -> true;
        };
    if (!shown || seen.getMetadata().getDeletionTimestamp() != null) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    ConditionFact fact = ConditionFact.unknown(type, look.reason(), look.sentence());
    ConditionSet next =
        ConditionSet.of(conditions.apply(seen.getStatus()))
            .with(fact, seen.getMetadata().getGeneration(), clock.instant());
    StatusUpdate<R, S> update =
        StatusUpdate.between(seen, with.apply(seen.getStatus(), next.conditions()), fresh);
    // What was written since the object was read must not be taken back.
    update
        .patch()
        .ifPresent(patch ->
            patch.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion()));
    return update.afterError();
  }
}
