package dev.salvaguarda.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlaceholderGuideTest {
  private static final Set<Placeholder> EVERYWHERE =
      EnumSet.of(Placeholder.ORGANIZATION, Placeholder.NAMESPACE, Placeholder.COMMAND);
  private static final Set<Placeholder> IN_PUBLIC =
      EnumSet.of(
          Placeholder.ORGANIZATION,
          Placeholder.REFERENCE,
          Placeholder.SERVICE_DESK_URL,
          Placeholder.GROUP_NAME);

  @Test
  void theGuideSaysWhatEachMessageMustAndMayTell() throws IOException {
    Path guide = Path.of("..", "..", "docs", "guide", "notifications.md");

    assertThat(Files.readString(guide))
        .contains(
            Arrays.stream(Message.values())
                .map(PlaceholderGuideTest::row)
                .collect(
                    Collectors.joining(
                        "", "| message | must tell | may tell |\n|---|---|---|\n", "\n")));
  }

  private static String row(Message message) {
    return "| `%s` | %s | %s |\n"
        .formatted(
            message.wireName(),
            keys(message, message.required()::contains),
            keys(
                message,
                one ->
                    !message.required().contains(one)
                        && !(message.isPublic() ? IN_PUBLIC : EVERYWHERE).contains(one)));
  }

  private static String keys(Message message, Predicate<Placeholder> chosen) {
    return message.allowed().stream()
        .filter(chosen)
        .map(one -> "`%s`".formatted(one.key()))
        .collect(Collectors.joining(", "));
  }

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
