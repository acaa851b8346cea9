package dev.salvaguarda.app;

import dev.salvaguarda.agent.Agent;
import java.time.Clock;
import java.util.List;

/**
 * Several works one after the other in one process, which no pod ever does: Java makes the worker's
 * cache of all that a process has loaded, and one kind of work does not load what another needs.
 */
public final class AgentRehearsal {
  private AgentRehearsal() {}

  /**
   * Does them in this order, up to the first that fails.
   *
   * @param args pairs of a work order and the file that takes its result
   */
  public static void main(String[] args) {
    int status = 0;
    for (int i = 0; i < args.length && status == 0; i += 2) {
      Agent agent = new Agent(Clock.systemUTC(), System.getenv(), System.out, System.err);
      status = agent.run(List.of("--work-order", args[i], "--termination-log", args[i + 1]));
    }
    System.exit(status);
  }
}
