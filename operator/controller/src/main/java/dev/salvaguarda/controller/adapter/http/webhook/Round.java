package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.SendOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One message to each of several receivers, within one attempt.
 *
 * @param total after which nobody else is written to in this attempt
 */
record Round(List<String> addresses, Duration total, Clock clock) {
  /** No receiver may use up the time of all others. */
  private static final Duration EACH = Duration.ofSeconds(30);

  private static final DeliveryFailure LATE =
      new DeliveryFailure(Reason.DEFERRED, "", "The attempt had no time left for all receivers.");

  /**
   * Writes to each, in their order. Nobody is written to twice: of whom nobody knows whether they
   * got it, it is told, and that is all.
   *
   * @param post given the receiver, and how long it may take
   */
  SendOutcome with(BiFunction<String, Duration, SendOutcome> post) {
    if (addresses.size() == 1) {
      return post.apply(addresses.getFirst(), total);
    }
    Instant end = clock.instant().plus(total);
    Map<String, DeliveryFailure> refused = new LinkedHashMap<>();
    Optional<DeliveryFailure> forAll = Optional.empty();
    for (String address : addresses) {
      Duration rest = Duration.between(clock.instant(), end);
      Optional<DeliveryFailure> failure =
          forAll.or(() ->
              rest.isPositive()
                  ? failure(post.apply(address, rest.compareTo(EACH) < 0 ? rest : EACH))
                  : Optional.of(LATE));
      failure.ifPresent(found -> refused.put(address, found));
      forAll = failure.filter(Round::concernsAll);
    }
    return refused.size() == addresses.size() && forAll.isPresent()
        ? new SendOutcome.NotSent(forAll.get())
        : new SendOutcome.Answered("", refused);
  }

  private static Optional<DeliveryFailure> failure(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Answered _ -> Optional.empty();
      case SendOutcome.NotSent(DeliveryFailure failure) -> Optional.of(failure);
      case SendOutcome.Unknown(String words) ->
          Optional.of(new DeliveryFailure(Reason.REJECTED, "", words));
    };
  }

  /** Who is written to next would get the same answer, or the server wants to be left alone. */
  private static boolean concernsAll(DeliveryFailure failure) {
    return switch (failure.reason()) {
      case SERVER_UNREACHABLE, TLS_NOT_TRUSTED, LOGIN_REFUSED, GONE -> true;
      case DEFERRED -> failure.pause().isPositive();
      case REJECTED, ADDRESS_INVALID -> false;
    };
  }
}
