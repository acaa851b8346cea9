package dev.salvaguarda.controller.status;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a reconciliation: a new status if there is one, and when to look again.
 *
 * @param patch name, namespace, UID and status alone, for server-side apply; empty if nothing
 *     changed
 */
public record StatusUpdate<R extends CustomResource<?, ?>>(Optional<R> patch) {
  private static final Duration AFTER_A_WRITE = Duration.ofSeconds(30);

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

  /** Looked at again at {@code next}, in the same way; null means when something changes. */
  public UpdateControl<R> lookingAgainAt(@Nullable Instant next, Instant now) {
    return next == null ? untilSomethingChanges() : lookingAgainAfter(Duration.between(now, next));
  }

  /** For the end of a reconciliation that failed; the framework decides when to try again. */
  public ErrorStatusUpdateControl<R> afterError() {
    return patch
        .map(ErrorStatusUpdateControl::patchStatus)
        .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
  }

  private UpdateControl<R> untilSomethingChanges() {
    return patch.map(UpdateControl::patchStatus).orElseGet(UpdateControl::noUpdate);
  }
}
