package dev.salvaguarda.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.domain.notice.NoticeRetention;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorSettingsTest {
  private static final String IMAGE = "registry.example.org/salvaguarda:1.0@sha256:00";

  @Test
  void anImageIsAllThatHasToBeSet() {
    OperatorSettings settings = settings(Map.of("SALVAGUARDA_WORKER_IMAGE", IMAGE));

    assertThat(settings.workerImage()).isEqualTo(IMAGE);
    assertThat(settings.workerImagePullPolicy()).isEqualTo("IfNotPresent");
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.allowHostPath()).isFalse();
    assertThat(settings.allowLocalHooks()).isFalse();
    assertThat(settings.stuckAfter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.notices()).isEqualTo(NoticeRetention.of(Duration.ofDays(400), 5_000));
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
                        "SALVAGUARDA_WORKER_IMAGE",
                        IMAGE,
                        "SALVAGUARDA_WATCH_NAMESPACES",
                        " payroll, ,mail,"))
                .watchNamespaces())
        .containsExactly("payroll", "mail");
  }

  @ParameterizedTest
  @CsvSource({"90s,PT1M30S", "10m,PT10M", "1h30m,PT1H30M", "14d,PT336H"})
  void durationsAreReadAsInTheCustomResources(String text, Duration meant) {
    assertThat(
            settings(Map.of("SALVAGUARDA_WORKER_IMAGE", IMAGE, "SALVAGUARDA_STUCK_AFTER", text))
                .stuckAfter())
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SALVAGUARDA_WORKER_IMAGE|no image|SALVAGUARDA_WORKER_IMAGE is \"no image\"; it must be the name of the image that the operator runs.",
        "SALVAGUARDA_WORKER_IMAGE_PULL_POLICY|always|SALVAGUARDA_WORKER_IMAGE_PULL_POLICY is \"always\"; it must be Always, IfNotPresent or Never.",
        "SALVAGUARDA_LOG_LEVEL|LOUD|SALVAGUARDA_LOG_LEVEL is \"LOUD\"; it must be ERROR, WARN, INFO, DEBUG or TRACE.",
        "SALVAGUARDA_LOG_LEVEL|''|SALVAGUARDA_LOG_LEVEL is empty; it must be ERROR, WARN, INFO, DEBUG or TRACE.",
        "SALVAGUARDA_HTTP_PORT|abc|SALVAGUARDA_HTTP_PORT is \"abc\"; it must be a number from 1 to 65535.",
        "SALVAGUARDA_HTTP_PORT|65536|SALVAGUARDA_HTTP_PORT is \"65536\"; it must be a number from 1 to 65535.",
        "SALVAGUARDA_HTTP_PORT|0|SALVAGUARDA_HTTP_PORT is \"0\"; it must be a number from 1 to 65535.",
        "SALVAGUARDA_HTTPS_PORT|0|SALVAGUARDA_HTTPS_PORT is \"0\"; it must be a number from 1 to 65535.",
        "SALVAGUARDA_WATCH_NAMESPACES|a,Not_One|SALVAGUARDA_WATCH_NAMESPACES is \"Not_One\"; it must be names of namespaces with commas between them, or nothing for all of them.",
        "SALVAGUARDA_STUCK_AFTER|0m|SALVAGUARDA_STUCK_AFTER is \"0m\"; it must be a duration such as 90s, 10m or 1h30m.",
        "SALVAGUARDA_RETRY_AFTER|30|SALVAGUARDA_RETRY_AFTER is \"30\"; it must be a duration such as 90s, 10m or 1h30m.",
        "SALVAGUARDA_KEEP_WORKERS|1w|SALVAGUARDA_KEEP_WORKERS is \"1w\"; it must be a duration such as 90s, 10m or 1h30m.",
        "SALVAGUARDA_RESTIC|restic prune|SALVAGUARDA_RESTIC is \"restic prune\"; it must be the name of a program or an absolute path.",
        "SALVAGUARDA_ALLOW_HOST_PATH|yes|SALVAGUARDA_ALLOW_HOST_PATH is \"yes\"; it must be false or true.",
        "SALVAGUARDA_ALLOW_LOCAL_HOOKS|yes|SALVAGUARDA_ALLOW_LOCAL_HOOKS is \"yes\"; it must be false or true.",
        "SALVAGUARDA_LOG_FORMAT|xml|SALVAGUARDA_LOG_FORMAT is \"xml\"; it must be text or json.",
        "SALVAGUARDA_NOTICES_KEEP_FOR|forever|SALVAGUARDA_NOTICES_KEEP_FOR is \"forever\"; it must be a duration such as 90s, 10m or 1h30m.",
        "SALVAGUARDA_NOTICES_KEEP_NEWEST|0|SALVAGUARDA_NOTICES_KEEP_NEWEST is \"0\"; it must be a number from 1 to 999999.",
        "SALVAGUARDA_STUCK_AFTER|ten minutes|SALVAGUARDA_STUCK_AFTER is \"ten minutes\"; it must be a duration such as 90s, 10m or 1h30m.",
      })
  void whatIsNotAllowedIsNamedWithWhatIs(String key, String value, String sentence) {
    Map<String, String> values = new HashMap<>(Map.of("SALVAGUARDA_WORKER_IMAGE", IMAGE));
    values.put(key, value);

    assertThat(complaintsAbout(values)).isEqualTo(sentence);
  }

  @Test
  void whatKubernetesSetsForAServiceOfThatNameIsNoSetting() {
    assertThat(
            settings(
                Map.of(
                    "SALVAGUARDA_WORKER_IMAGE",
                    IMAGE,
                    "SALVAGUARDA_PORT",
                    "tcp://192.0.2.1:8080",
                    "SALVAGUARDA_SERVICE_HOST",
                    "192.0.2.1",
                    "SALVAGUARDA_PORT_8080_TCP_PORT",
                    "8080")))
        .isEqualTo(settings(Map.of("SALVAGUARDA_WORKER_IMAGE", IMAGE)));
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            complaintsAbout(
                Map.of("SALVAGUARDA_LOG_LEVEL", "LOUD", "SALVAGUARDA_STUCK_AFTER", "soon")))
        .contains("SALVAGUARDA_WORKER_IMAGE", "SALVAGUARDA_LOG_LEVEL", "SALVAGUARDA_STUCK_AFTER")
        .hasLineCount(3);
  }

  private static String complaintsAbout(Map<String, String> values) {
    var thrown =
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> settings(values));
    return String.valueOf(thrown.actual().getMessage());
  }

  private static OperatorSettings settings(Map<String, String> environment) {
    return OperatorSettings.of(environment);
  }
}
