package dev.salvaguarda.app;

import dev.salvaguarda.app.settings.SettingsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's entry point. The worker has its own, {@code AgentMain}, because this one is loaded
 * by Quarkus, which the worker does without.
 */
@QuarkusMain
public final class Main {
  private static final int USAGE = 2;

  Main() {}

  public static void main(String[] args) {
    if (args.length == 0 || (args.length == 1 && args[0].equals("operator"))) {
      Quarkus.run(null, Main::ended, args);
      return;
    }
    System.err.println(
        "This program is the operator and takes no arguments but \"operator\". The worker is"
            + " started with: java -cp 'agent/lib/*' dev.salvaguarda.app.AgentMain --work-order FILE");
    System.exit(USAGE);
  }

  /** A person who wrote a wrong setting gets the sentence about it, and no stack trace. */
  private static void ended(Integer exitCode, @Nullable Throwable failure) {
    Optional<Throwable> settings =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .filter(SettingsException.class::isInstance)
            .findFirst();
    if (settings.isPresent()) {
      System.err.println(settings.get().getMessage());
      System.exit(USAGE);
    }
    if (failure != null) {
      failure.printStackTrace();
    }
    System.exit(failure != null && exitCode == 0 ? 1 : exitCode);
  }
}
