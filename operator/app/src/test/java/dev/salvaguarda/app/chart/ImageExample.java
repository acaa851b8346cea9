package dev.salvaguarda.app.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The operator's container as the page of the image and that of the settings describe it. */
public final class ImageExample {
  private static final Path REFERENCE = Path.of("..", "..", "docs", "reference");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)## The operator.*?```yaml\n(.*?)```");
  private static final Pattern SETTING = Pattern.compile("(?m)^\\| `(SALVAGUARDA_\\w+)`");

  private ImageExample() {}

  /** It as an object. */
  public static JsonNode container() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(REFERENCE.resolve("image.md")));
    if (!example.find()) {
      throw new IllegalStateException("the page of the image has no example");
    }
    return Serialization.unmarshal(example.group(1), JsonNode.class).at("/containers/0");
  }

  /** Variables with their values. */
  static Map<String, String> environment(JsonNode container) {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode variable : container.path("env")) {
      found.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return found;
  }

  /** What of it concerns Java and its memory. */
  public static Map<String, String> javaOf(JsonNode container) {
    Map<String, String> found = environment(container);
    found.keySet().removeIf(name -> name.startsWith("SALVAGUARDA_"));
    return found;
  }

  /** Names of all settings of the operator, and of what concerns Java. */
  static String[] settingsAndJava() throws IOException {
    String settings = Files.readString(REFERENCE.resolve("settings.md"));
    return Stream.concat(
            SETTING.matcher(settings).results().map((MatchResult row) -> row.group(1)),
            javaOf(container()).keySet().stream())
        .toArray(String[]::new);
  }
}
