package dev.salvaguarda.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page of metrics says what the code says. To write it anew, run this test with {@code
 * -Dsalvaguarda.write=true}.
 */
class MetricsPageTest {
  private static final Path DOCS = Path.of("..", "..", "docs");

  @Test
  void metricsAreDocumented() throws IOException {
    assertSame(DOCS.resolve("reference/metrics.md"), metrics());
  }

  private static String metrics() {
    return """
    # Metrics

    Made from the code; do not edit. The operator computes these gauges from the resources when
    `/q/metrics` is asked; beside them stand those of the JVM and of HTTP.

    | metric | labels | meaning |
    |---|---|---|
    """
        + Arrays.stream(Metric.values())
            .map(m ->
                "| `%s` | %s | %s |\n"
                    .formatted(m.wireName(), String.join(", ", m.labels()), m.help()))
            .collect(Collectors.joining());
  }

  private static void assertSame(Path page, String wanted) throws IOException {
    if (Boolean.getBoolean("salvaguarda.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, wanted);
    }
    assertThat(page)
        .as("run this test with -Dsalvaguarda.write=true")
        .exists()
        .content()
        .isEqualTo(wanted);
  }
}
