package dev.salvaguarda.app.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The settings as they were written; {@link OperatorSettings} is what they mean. */
@ConfigMapping(prefix = "salvaguarda")
public interface SettingsSource {
  Optional<String> workerImage();

  @WithDefault("IfNotPresent")
  String workerImagePullPolicy();

  Optional<String> watchNamespaces();

  @WithDefault("8080")
  String port();

  @WithDefault("INFO")
  String logLevel();

  @WithDefault("10m")
  String stuckAfter();

  @WithDefault("30s")
  String retryAfter();

  @WithDefault("10m")
  String keepWorkers();
}
