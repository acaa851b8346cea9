package dev.salvaguarda.app;

import dev.salvaguarda.agent.Agent;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * The worker's entry point: a plain {@code main} on a plain class path, so that neither Quarkus nor
 * a Kubernetes client is loaded. A first argument {@code agent} is the image's sub-command.
 */
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] args) {
    List<String> arguments = Arrays.asList(args);
    if (!arguments.isEmpty() && arguments.getFirst().equals("agent")) {
      arguments = arguments.subList(1, arguments.size());
    }
    Agent agent = new Agent(Clock.systemUTC(), System.getenv(), System.out, System.err);
    System.exit(agent.run(arguments));
  }
}
