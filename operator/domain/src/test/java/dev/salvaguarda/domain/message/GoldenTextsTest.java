package dev.salvaguarda.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each message in each language as a reader gets it. After a change of the texts, run with {@code
 * -Dsalvaguarda.write=true}, and read what changed.
 */
class GoldenTextsTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/salvaguarda/domain/message/golden");
  private static final ZoneId ZONE = ZoneId.of("America/Fortaleza");

  static Stream<Arguments> texts() {
    return Stream.of(Message.values())
        .flatMap(message -> Texts.LOCALES.stream().map(locale -> Arguments.of(message, locale)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsAsAPersonHasReadIt(Message message, String locale) throws IOException {
    Rendered text = Texts.shipped().render(Occasions.of(message), locale, ZONE);

    compare(message.wireName() + "." + locale + ".txt", text.subject() + "\n\n" + text.body());
    compare(message.wireName() + "." + locale + ".html", HtmlBody.of(text, locale).strip());
  }

  private static void compare(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("salvaguarda.write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text + "\n");
    }
    assertThat(file).hasContent(text);
  }
}
