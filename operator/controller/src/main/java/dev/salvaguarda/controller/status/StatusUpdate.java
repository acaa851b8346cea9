package dev.salvaguarda.controller.status;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The end of a reconciliation: a new status if there is one, and when to look again.
 *
 * @param patch name, namespace and status alone, for server-side apply; empty if nothing changed
 */
public record StatusUpdate<R extends CustomResource<?, S>, S>(Optional<R> patch) {
  private static final Duration AFTER_A_WRITE = Duration.ofSeconds(30);

  /**
   * Compares the statuses and builds what is to be applied.
   *
   * @param seen the object as it was read; only its name, namespace and status are looked at
   * @param next the whole status as it should be: fields left out of it are removed
   * @param fresh makes an empty object of the kind, for instance {@code BackupPolicy::new}
   */
  public static <R extends CustomResource<?, S>, S> StatusUpdate<R, S> between(
      R seen, S next, Supplier<R> fresh) {
    if (Objects.equals(seen.getStatus(), next)) {
      return new StatusUpdate<>(Optional.empty());
    }
    R patch = fresh.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(seen.getMetadata().getName())
            .withNamespace(seen.getMetadata().getNamespace())
            .build());
    patch.setStatus(next);
    return new StatusUpdate<>(Optional.of(patch));
  }

  /** For a kind with nothing that is due by itself: looked at again when something changes. */
  public UpdateControl<R> untilSomethingChanges() {
    return patch.map(UpdateControl::patchStatus).orElseGet(UpdateControl::noUpdate);
  }

  /**
   * Looked at again after {@code delay}, but after {@value LookRules#LONGEST_PAUSE_MINUTES} minutes
   * at the latest; zero or less means at once. After a write a look follows in half a minute: what
   * a person changed in the very moment of the write reaches the cache with our own write, and the
   * framework tells no event of it.
   */
  public UpdateControl<R> lookingAgainAfter(Duration delay) {
    Duration shortest = Duration.ofMillis(1);
    Duration longest =
        patch.isPresent() ? AFTER_A_WRITE : Duration.ofMinutes(LookRules.LONGEST_PAUSE_MINUTES);
    Duration bounded = delay.compareTo(longest) > 0 ? longest : delay;
    return untilSomethingChanges()
        .rescheduleAfter(bounded.compareTo(shortest) < 0 ? shortest : bounded);
  }

  /** For the end of a reconciliation that failed; the framework decides when to try again. */
  public ErrorStatusUpdateControl<R> afterError() {
    return patch
        .map(ErrorStatusUpdateControl::patchStatus)
        .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
  }
}
