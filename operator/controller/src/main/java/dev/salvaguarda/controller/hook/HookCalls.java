package dev.salvaguarda.controller.hook;

import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import dev.salvaguarda.controller.errand.Room;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.domain.quantity.DurationText;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls hooks beside the reconciliations and remembers the newest call of each run. */
public final class HookCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HookCalls.class);
  private static final int AT_A_TIME = 16;

  /** Applications that don't answer hold up no other namespace, whose own wait to be let go. */
  private static final int OF_A_NAMESPACE = 4;

  /** A call ends by itself before that. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * Who found no room for so long stands in line like everybody, and is told if that is in vain.
   */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Errands<HookOutcome> errands;
  private final Clock clock;

  public HookCalls(Clock clock) {
    this.clock = clock;
    this.errands = new Errands<>("hook", AT_A_TIME, clock);
  }

  /** What is known of the try that was begun last, as the run's status has it. */
  public HookFacts.Try current(String uid, List<HookCall> calls) {
    // One before the work of which nothing was heard is passed over once one after it is begun.
    for (int i = calls.size() - 1; i >= 0; i--) {
      HookCall call = calls.get(i);
      if (call.state() == HookCall.State.RUNNING && call.endedAt() == null) {
        String key = key(i, call);
        return errands
            .newest(uid)
            .filter(errand -> errand.inputs().equals(key))
            .map(HookCalls::known)
            .orElseGet(HookFacts.Unheard::new);
      }
    }
    return new HookFacts.Unheard();
  }

  private static HookFacts.Try known(Errand<HookOutcome> errand) {
    return errand
        .ended()
        .<HookFacts.Try>map(end -> new HookFacts.Ended(end.outcome()))
        .orElseGet(HookFacts.UnderWay::new);
  }

  /**
   * Carries out a try that was written down, if there is room for it now.
   *
   * @param place of the hook among those of the run
   * @param ended called once the outcome can be read
   */
  void start(ObjectMeta run, int place, HookCall call, Supplier<HookOutcome> work, Runnable ended) {
    Errand.Job<HookOutcome> job =
        new Errand.Job<>(
            key(place, call),
            call.timeout().plus(GRACE),
            work,
            () ->
                HookOutcome.failed(
                    "It did not end within %s.".formatted(DurationText.of(call.timeout()))),
            HookCalls::broken,
            ended);
    Optional<Room> free = errands.takeRoom(run.getNamespace(), OF_A_NAMESPACE);
    if (free.isPresent()) {
      try (Room room = free.get()) {
        errands.start(run.getUid(), job, room);
      }
    } else if (hasWaited(call)) {
      errands.start(run.getUid(), job);
    }
  }

  private boolean hasWaited(HookCall call) {
    return call.begunAt() != null && !clock.instant().isBefore(call.begunAt().plus(PATIENCE));
  }

  /** Forgets a run whose hooks are through. */
  public void forget(String uid) {
    errands.newest(uid).ifPresent(errand -> errands.forget(uid, errand));
  }

  @Override
  public void close() {
    errands.close();
  }

  private static String key(int place, HookCall call) {
    return "%d/%d".formatted(place, call.tries());
  }

  private static HookOutcome broken(Throwable error) {
    LOG.atError().setCause(error).log("call of a hook broke");
    return HookOutcome.failed(
        "The call ended with an error that was not expected; the log has it.");
  }
}
