package dev.salvaguarda.testkit.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns paths of the container into paths of this machine, which a process without a mount
 * namespace needs.
 *
 * <p>A path is rewritten where it stands at the beginning of a text or behind one of {@code =:, }
 * and ends there or goes on below the mount. In mounted JSON files each string that <em>is</em>
 * such a path is rewritten.
 */
final class PathRewriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Map.Entry<String, Path>> mounts;

  /**
   * @param mounts path in the container to path on this machine
   */
  PathRewriter(Map<String, Path> mounts) {
    this.mounts =
        mounts.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<String, Path> entry) -> entry.getKey().length())
                    .reversed())
            .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
            .toList();
  }

  String rewrite(String text) {
    if (mounts.isEmpty()) {
      return text;
    }
    Matcher matcher = pattern().matcher(text);
    return matcher.replaceAll(found -> Matcher.quoteReplacement(target(found.group())));
  }

  /** The JSON text with its paths rewritten, or the very text when it isn't JSON. */
  String rewriteJson(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rewritten(tree));
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private JsonNode rewritten(JsonNode node) {
    if (node instanceof TextNode text) {
      return TextNode.valueOf(rewriteWhole(text.textValue()));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.createArrayNode();
      array.forEach(element -> copy.add(rewritten(element)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object.properties().forEach(entry -> copy.set(entry.getKey(), rewritten(entry.getValue())));
      return copy;
    }
    return node;
  }

  private String rewriteWhole(String text) {
    for (Map.Entry<String, Path> mount : mounts) {
      if (text.equals(mount.getKey()) || text.startsWith(mount.getKey() + "/")) {
        return mount.getValue() + text.substring(mount.getKey().length());
      }
    }
    return text;
  }

  private Pattern pattern() {
    StringBuilder alternatives = new StringBuilder();
    for (Map.Entry<String, Path> mount : mounts) {
      alternatives.append(alternatives.isEmpty() ? "" : "|").append(Pattern.quote(mount.getKey()));
    }
    return Pattern.compile("(?<=^|[=:, \"'>])(?:" + alternatives + ")(?=$|[/:, \"';])");
  }

  private String target(String mountPath) {
    return mounts.stream()
        .filter(mount -> mount.getKey().equals(mountPath))
        .map(mount -> mount.getValue().toString())
        .findFirst()
        .orElse(mountPath);
  }
}
