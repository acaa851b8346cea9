package dev.salvaguarda.api.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file of {@code src/test/resources/crd}.
 *
 * <p>{@code valid-*} has one document or more, applied one after the other and all accepted. {@code
 * invalid-*} is the same, but its last document is refused with the sentence of its first line,
 * {@code # expectMessage: …}.
 *
 * @param name folder and file name without its ending
 * @param documents YAML
 * @param expectMessage empty for a valid case
 */
record RuleCase(String name, List<String> documents, Optional<String> expectMessage) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "crd");
  private static final String EXPECT = "# expectMessage: ";

  static List<RuleCase> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(RuleCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuleCase read(Path file) {
    try {
      String text = Files.readString(file);
      String name = FOLDER.relativize(file).toString().replace(".yaml", "");
      Optional<String> expected =
          text.lines()
              .findFirst()
              .filter(l -> l.startsWith(EXPECT))
              .map(l -> l.substring(EXPECT.length()));
      if (name.contains("/invalid-") != expected.isPresent()) {
        throw new IllegalStateException(
            file
                + ": a file named invalid-* begins with \""
                + EXPECT
                + "\", a file named valid-* does not");
      }
      return new RuleCase(name, List.of(text.split("(?m)^---\n")), expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
