package dev.salvaguarda.app;

import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.app.settings.SettingsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's entry point. The worker has its own, {@code AgentMain}, because this one is loaded
 * by Quarkus, which the worker does without.
 */
@QuarkusMain
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      "This program is the operator and takes no arguments but \"operator\"; its settings are"
          + " environment variables that begin with SALVAGUARDA_. The worker is started with:"
          + " java -cp 'agent/lib/*' dev.salvaguarda.app.AgentMain --work-order FILE";

  Main() {}

  public static void main(String[] args) {
    if (Stream.of(args).anyMatch(Set.of("--help", "-h")::contains)) {
      System.out.println(HELP);
      return;
    }
    if (args.length > 1 || (args.length == 1 && !args[0].equals("operator"))) {
      System.err.println(HELP);
      System.exit(USAGE);
    }
    try {
      OperatorSettings settings = OperatorSettings.of(System.getenv());
      // Quarkus knows no word for it, but a switch.
      System.setProperty("quarkus.log.console.json.enabled", Boolean.toString(settings.logsJson()));
      if (settings.tls() != null) {
        answerOverTls(settings.tls());
      }
    } catch (SettingsException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
    }
    Quarkus.run(null, Main::ended, args);
  }

  /**
   * Quarkus takes an empty name for one of a file, so these have no place in its file of settings.
   */
  private static void answerOverTls(Path folder) {
    String certificate = "quarkus.http.ssl.certificate.";
    System.setProperty(certificate + "files", folder.resolve("tls.crt").toString());
    System.setProperty(certificate + "key-files", folder.resolve("tls.key").toString());
    System.setProperty(certificate + "reload-period", "1m");
  }

  private static void ended(Integer exitCode, @Nullable Throwable failure) {
    if (failure != null
        && Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .anyMatch(BindException.class::isInstance)) {
      System.err.println(
          "Another program has the port; SALVAGUARDA_HTTP_PORT and SALVAGUARDA_HTTPS_PORT say which"
              + " ones are taken.");
    } else if (failure != null) {
      failure.printStackTrace();
    }
    System.exit(failure != null && exitCode == 0 ? FAILED : exitCode);
  }
}
