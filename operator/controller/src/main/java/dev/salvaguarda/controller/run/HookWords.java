package dev.salvaguarda.controller.run;

import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.hook.HookStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What people are told of hooks while they are called. */
final class HookWords {
  private HookWords() {}

  /** Where they are. */
  static String of(HookStep.Going going) {
    return going.calls().stream()
        .filter(call -> call.state() == State.RUNNING)
        .findFirst()
        .map(call -> "Hook %s is called.".formatted(name(call)))
        .orElse("Hooks are called.");
  }

  /** What there is to tell of a try that failed just now. */
  static Optional<String> news(List<HookCall> before, HookStep.Going going) {
    return IntStream.range(0, before.size())
        .filter(i -> before.get(i).endedAt() == null)
        .mapToObj(i -> going.calls().get(i))
        .filter(call -> call.endedAt() != null && call.state() != State.SUCCEEDED)
        .findFirst()
        .map(call -> "Hook %s, try %d: %s".formatted(name(call), call.tries(), call.message()));
  }

  private static String name(HookCall call) {
    return "%s %s the run".formatted(call.name(), call.side() == Side.BEFORE ? "before" : "after");
  }
}
