package dev.salvaguarda.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorSettingsTest {
  private static final String IMAGE = "registry.example.org/salvaguarda:1.0@sha256:00";

  @Test
  void anImageIsAllThatHasToBeSet() {
    OperatorSettings settings = settings(Map.of("salvaguarda.worker-image", IMAGE));

    assertThat(settings.workerImage()).isEqualTo(IMAGE);
    assertThat(settings.workerImagePullPolicy()).isEqualTo("IfNotPresent");
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.stuckAfter()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void withoutAnImageItSaysWhichSettingIsMissing() {
    assertThat(complaintsAbout(Map.of()))
        .isEqualTo(
            "SALVAGUARDA_WORKER_IMAGE is not set; it must be the name of the image that the"
                + " operator runs.");
  }

  @Test
  void namespacesAreReadWithBlanksAndEmptyPlacesBetweenTheCommas() {
    assertThat(
            settings(
                    Map.of(
                        "salvaguarda.worker-image",
                        IMAGE,
                        "salvaguarda.watch-namespaces",
                        " payroll, ,mail,"))
                .watchNamespaces())
        .containsExactly("payroll", "mail");
  }

  @ParameterizedTest
  @CsvSource({"90s,PT1M30S", "10m,PT10M", "1h30m,PT1H30M", "14d,PT336H"})
  void durationsAreReadAsInTheCustomResources(String text, Duration meant) {
    assertThat(
            settings(Map.of("salvaguarda.worker-image", IMAGE, "salvaguarda.stuck-after", text))
                .stuckAfter())
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worker-image|no image|SALVAGUARDA_WORKER_IMAGE is \"no image\"; it must be the name of the image that the operator runs.",
        "worker-image-pull-policy|always|SALVAGUARDA_WORKER_IMAGE_PULL_POLICY is \"always\"; it must be Always, IfNotPresent or Never.",
        "log-level|LOUD|SALVAGUARDA_LOG_LEVEL is \"LOUD\"; it must be ERROR, WARN, INFO, DEBUG or TRACE.",
        "watch-namespaces|a,Not_One|SALVAGUARDA_WATCH_NAMESPACES is \"Not_One\"; it must be names of namespaces with commas between them, or nothing for all of them.",
        "stuck-after|0m|SALVAGUARDA_STUCK_AFTER is \"0m\"; it must be a duration such as 90s, 10m or 1h30m.",
        "retry-after|30|SALVAGUARDA_RETRY_AFTER is \"30\"; it must be a duration such as 90s, 10m or 1h30m.",
        "keep-workers|1w|SALVAGUARDA_KEEP_WORKERS is \"1w\"; it must be a duration such as 90s, 10m or 1h30m.",
        "stuck-after|ten minutes|SALVAGUARDA_STUCK_AFTER is \"ten minutes\"; it must be a duration such as 90s, 10m or 1h30m.",
      })
  void whatIsNotAllowedIsNamedWithWhatIs(String key, String value, String sentence) {
    Map<String, String> values = new HashMap<>(Map.of("salvaguarda.worker-image", IMAGE));
    values.put("salvaguarda." + key, value);

    assertThat(complaintsAbout(values)).isEqualTo(sentence);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            complaintsAbout(
                Map.of("salvaguarda.log-level", "LOUD", "salvaguarda.stuck-after", "soon")))
        .contains("SALVAGUARDA_WORKER_IMAGE", "SALVAGUARDA_LOG_LEVEL", "SALVAGUARDA_STUCK_AFTER")
        .hasLineCount(3);
  }

  private static String complaintsAbout(Map<String, String> values) {
    var thrown =
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> settings(values));
    return String.valueOf(thrown.actual().getMessage());
  }

  private static OperatorSettings settings(Map<String, String> values) {
    return OperatorSettings.of(
        new Written(
            Optional.ofNullable(values.get("salvaguarda.worker-image")),
            values.getOrDefault("salvaguarda.worker-image-pull-policy", "IfNotPresent"),
            Optional.ofNullable(values.get("salvaguarda.watch-namespaces")),
            "8080",
            values.getOrDefault("salvaguarda.log-level", "INFO"),
            values.getOrDefault("salvaguarda.stuck-after", "10m"),
            values.getOrDefault("salvaguarda.retry-after", "30s"),
            values.getOrDefault("salvaguarda.keep-workers", "10m")));
  }

  private record Written(
      Optional<String> workerImage,
      String workerImagePullPolicy,
      Optional<String> watchNamespaces,
      String port,
      String logLevel,
      String stuckAfter,
      String retryAfter,
      String keepWorkers)
      implements SettingsSource {}
}
