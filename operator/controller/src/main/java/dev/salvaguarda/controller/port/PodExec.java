package dev.salvaguarda.controller.port;

import dev.salvaguarda.api.policy.HookExec;
import dev.salvaguarda.domain.hook.HookOutcome;
import java.time.Duration;

/** Runs a program in a container that runs already, and looks at its exit status alone. */
public interface PodExec {

  /**
   * Ends by itself once the time is up; the program may go on then.
   *
   * @param namespace of the pod
   */
  HookOutcome run(String namespace, HookExec exec, Duration timeout);
}
