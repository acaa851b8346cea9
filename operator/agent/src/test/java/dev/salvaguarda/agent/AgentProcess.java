package dev.salvaguarda.agent;

import java.time.Clock;
import java.util.List;

/** The agent as a process of its own; the real entry point is the app's. */
public final class AgentProcess {
  private AgentProcess() {}

  public static void main(String[] arguments) {
    Agent agent = new Agent(Clock.systemUTC(), System.getenv(), System.out, System.err);
    System.exit(agent.run(List.of(arguments)));
  }
}
