package dev.salvaguarda.domain.hook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be done about the hooks of one side. */
public sealed interface HookStep {
  /**
   * They are not through.
   *
   * @param calls all hooks of the run as they are now
   * @param toCall place in {@code calls} of the one whose try is to be carried out, which was
   *     written down before; -1 for none
   * @param next when to look again
   */
  record Going(List<HookCall> calls, int toCall, Instant next) implements HookStep {
    public Going {
      calls = List.copyOf(calls);
    }
  }

  /**
   * All of the side are over, or will not be called.
   *
   * @param failed the first that failed; empty if none did
   */
  record Through(Optional<HookCall> failed) implements HookStep {}
}
