package dev.salvaguarda.controller.status;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status of the objects of one kind: after a good look what the kind's report says, and
 * after a look that ended with an exception the reason and our own sentence, in the kind's first
 * condition, which becomes Unknown. The next good look replaces it.
 *
 * @param type the condition that nobody can answer after a failed look
 * @param none the status of an object never reported on
 * @param conditions those of a status; null if it has none
 * @param with a status with other conditions
 * @param fresh makes an empty object of the kind, for instance {@code BackupPolicy::new}
 * @param own the part of a status that is ours to write; other parts have writers of their own
 */
public record StatusWriter<R extends CustomResource<?, S>, S>(
    ConditionType type,
    S none,
    Function<S, @Nullable List<Condition>> conditions,
    BiFunction<S, List<Condition>, S> with,
    Supplier<R> fresh,
    UnaryOperator<S> own,
    Clock clock) {
  /** Writes whole statuses. */
  public StatusWriter(
      ConditionType type,
      S none,
      Function<S, @Nullable List<Condition>> conditions,
      BiFunction<S, List<Condition>, S> with,
      Supplier<R> fresh,
      Clock clock) {
    this(type, none, conditions, with, fresh, UnaryOperator.identity(), clock);
  }

  /**
   * The end of a good look. It names the very object that was looked at, but an API server takes
   * the status for any object of the name: a kind whose look takes its time reads the object again
   * before it gets here.
   *
   * @param seen the object as it was read; only its name, namespace, UID and status are looked at
   * @param next the whole status as it should be: fields left out of it are removed
   */
  public StatusUpdate<R> write(R seen, S next) {
    S ours = own.apply(next);
    if (seen.getStatus() != null && ours.equals(own.apply(seen.getStatus()))) {
      return new StatusUpdate<>(Optional.empty());
    }
    R patch = fresh.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(seen.getMetadata().getName())
            .withNamespace(seen.getMetadata().getNamespace())
            .withUid(seen.getMetadata().getUid())
            .build());
    patch.setStatus(ours);
    return new StatusUpdate<>(Optional.of(patch));
  }

  /** The answer of a reconciler's {@code updateErrorStatus}. */
  public ErrorStatusUpdateControl<R> writeFailure(
      R seen, Exception error, Optional<RetryInfo> retry) {
    FailedLook look = FailedLook.of(error);
    int tries = retry.map(RetryInfo::getAttemptCount).orElse(0);
    if (!look.isShown(tries) || seen.getMetadata().getDeletionTimestamp() != null) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    S old = seen.getStatus() == null ? none : seen.getStatus();
    ConditionFact fact = ConditionFact.unknown(type, look.reason(), look.sentence());
    ConditionSet next =
        ConditionSet.of(conditions.apply(old))
            .with(fact, seen.getMetadata().getGeneration(), clock.instant());
    StatusUpdate<R> update = write(seen, with.apply(old, next.conditions()));
    // What was written since the object was read must not be taken back.
    update
        .patch()
        .ifPresent(patch ->
            patch.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion()));
    return update.afterError();
  }
}
