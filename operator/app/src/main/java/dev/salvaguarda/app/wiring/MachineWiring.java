package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.RepositoryContext;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the operator takes from the machine it runs on: time, chance, settings, its own name. */
@Singleton
public final class MachineWiring {
  private static final String USERNAME = "salvaguarda";

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  OperatorSettings settings() {
    return OperatorSettings.of(System.getenv());
  }

  @Produces
  @Singleton
  RepositoryContext repositoryContext(
      Clock clock, @ConfigProperty(name = "quarkus.application.version") String version) {
    return new RepositoryContext(
        clock,
        new SecureRandom(),
        new Actor(
            Objects.requireNonNullElse(System.getenv("HOSTNAME"), "salvaguarda-operator"),
            USERNAME,
            ProcessHandle.current().pid(),
            0,
            0,
            "salvaguarda " + version));
  }
}
