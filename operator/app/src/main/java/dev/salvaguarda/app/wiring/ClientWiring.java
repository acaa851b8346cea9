package dev.salvaguarda.app.wiring;

import dev.salvaguarda.controller.status.LookRules;
import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How the operator introduces itself to the API server: in its logs, and, since the server takes
 * the word before the slash where a request names no manager of fields, on each object it makes.
 */
@Singleton
public final class ClientWiring implements KubernetesConfigCustomizer {
  private final String version;

  public ClientWiring(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  @Override
  public void customize(Config config) {
    config.setUserAgent(LookRules.FIELD_MANAGER + "/" + version);
  }
}
