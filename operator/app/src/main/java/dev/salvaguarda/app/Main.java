package dev.salvaguarda.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The operator's entry point. The worker has its own, {@code AgentMain}, because this one is loaded
 * by Quarkus, which the worker does without.
 */
@QuarkusMain
public final class Main {
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    if (args.length == 0 || (args.length == 1 && args[0].equals("operator"))) {
      Quarkus.run(args);
      return;
    }
    System.err.println(
        "This program is the operator and takes no arguments but \"operator\". The worker is"
            + " started with: java -cp 'agent/lib/*' dev.salvaguarda.app.AgentMain --work-order FILE");
    System.exit(USAGE);
  }
}
