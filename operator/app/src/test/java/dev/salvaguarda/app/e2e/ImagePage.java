package dev.salvaguarda.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.app.chart.ImageExample;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * How the page of the image says that the operator is started.
 *
 * @param environment what concerns Java and memory; settings of the operator are left out
 * @param memoryBytes the limit in which it lives
 */
record ImagePage(Map<String, String> environment, long memoryBytes) {
  static ImagePage read() {
    try {
      JsonNode container = ImageExample.container();
      Map<String, String> environment = ImageExample.javaOf(container);
      if (!environment.containsKey("JDK_JAVA_OPTIONS")) {
        throw new IllegalStateException("the page of the image gives Java no options");
      }
      return new ImagePage(
          Map.copyOf(environment),
          Quantity.parse(container.at("/resources/limits/memory").asText())
              .getNumericalAmount()
              .longValueExact());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
