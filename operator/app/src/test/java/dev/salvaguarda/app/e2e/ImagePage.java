package dev.salvaguarda.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the page of the image says that the operator is started.
 *
 * @param environment what concerns Java and memory; settings of the operator are left out
 * @param memoryBytes the limit in which it lives
 */
record ImagePage(Map<String, String> environment, long memoryBytes) {
  private static final Path FILE = Path.of("..", "..", "docs", "reference", "image.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)## The operator.*?```yaml\n(.*?)```");

  static ImagePage read() {
    try {
      Matcher example = EXAMPLE.matcher(Files.readString(FILE));
      if (!example.find()) {
        throw new IllegalStateException(FILE + " has no example of the operator's container");
      }
      JsonNode container =
          Serialization.unmarshal(example.group(1), JsonNode.class).at("/containers/0");
      Map<String, String> environment = new HashMap<>();
      for (JsonNode variable : container.path("env")) {
        String name = variable.path("name").asText();
        if (!name.startsWith("SALVAGUARDA_")) {
          environment.put(name, variable.path("value").asText());
        }
      }
      if (!environment.containsKey("JDK_JAVA_OPTIONS")) {
        throw new IllegalStateException(FILE + " gives Java no options");
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
