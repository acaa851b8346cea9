package dev.salvaguarda.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlaceholderGuideTest {
  @Test
  void theGuideListsEachPlaceholderOnceAndInOrder() throws IOException {
    Path guide = Path.of("..", "..", "docs", "guide", "notifications.md");

    assertThat(Files.readAllLines(guide).stream().filter(line -> line.startsWith("| `{{")))
        .containsExactlyElementsOf(
            Arrays.stream(Placeholder.values())
                .map(one -> "| `{{%s}}` | %s |".formatted(one.key(), one.description()))
                .toList());
  }
}
