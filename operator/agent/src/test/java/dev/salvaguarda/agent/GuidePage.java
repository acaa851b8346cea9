package dev.salvaguarda.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of the page about restoring without us, as they stand there. A block of commands may
 * have a word behind {@code ```sh}, by which it is found.
 */
final class GuidePage {
  private static final Path PAGE =
      Path.of("..", "..", "docs", "guide", "restore-without-salvaguarda.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```sh ?(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern VALUE =
      Pattern.compile("^((?:export )?)(\\w+)=[^\\n]*$", Pattern.MULTILINE);

  private GuidePage() {}

  /** All blocks with one of these words, in the order of the page. */
  static String commands(List<String> words) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      if (words.contains(block.group(1))) {
        blocks.add(block.group(2));
      }
    }
    assertThat(blocks).as("blocks of the page").isNotEmpty();
    return String.join("\n", blocks);
  }

  /** Puts these values in place of those that the page sets as examples. */
  static String withValues(String commands, Map<String, String> values) {
    return VALUE
        .matcher(commands)
        .replaceAll(line -> {
          String value = values.get(line.group(2));
          return Matcher.quoteReplacement(
              value == null
                  ? line.group()
                  : line.group(1) + line.group(2) + "='" + value.replace("'", "'\\''") + "'");
        });
  }

  /** The path of a database's dump, as the page explains it. */
  static String fileOf(String database) {
    return "/" + database.replace("%", "%25").replace("/", "%2F") + ".sql";
  }

  /** A list of features to be copied and restored. */
  static String resource(String name) throws IOException {
    try (InputStream in = GuidePage.class.getResourceAsStream("/features/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  /** What two databases do not have in common, per question; empty if they are the same. */
  static List<String> differences(
      Map<String, List<String>> source, Map<String, List<String>> restored) {
    Set<String> questions = new TreeSet<>(source.keySet());
    questions.addAll(restored.keySet());
    List<String> differences = new ArrayList<>();
    for (String question : questions) {
      List<String> lost = new ArrayList<>(source.getOrDefault(question, List.of()));
      List<String> added = new ArrayList<>(restored.getOrDefault(question, List.of()));
      source.getOrDefault(question, List.of()).forEach(added::remove);
      restored.getOrDefault(question, List.of()).forEach(lost::remove);
      if (!lost.isEmpty() || !added.isEmpty()) {
        differences.add("%s%n  lost %s%n  added %s".formatted(question, lost, added));
      }
    }
    return differences;
  }

  /** Runs them in one shell, which ends at the first that fails; returns what they print. */
  static String run(String commands, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-o", "pipefail", "-c", commands);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("RESTIC_"));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().putAll(environment);
    Process shell = builder.start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(commands + "\n" + output).isZero();
    return output;
  }
}
