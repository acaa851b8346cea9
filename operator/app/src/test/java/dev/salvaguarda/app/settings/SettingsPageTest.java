package dev.salvaguarda.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of settings names each setting with its default, and none that there is not. */
class SettingsPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "settings.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(SALVAGUARDA_\\w+)` \\| (?:`([^`]+)`|[^|`]+) \\|", Pattern.MULTILINE);

  @Test
  void everySettingStandsOnThePageWithItsDefault() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(rows(page)).containsExactlyInAnyOrderElementsOf(settings());
  }

  private static List<String> settings() {
    return Stream.of(Setting.values())
        .map(setting -> setting.variable() + "=" + setting.standard())
        .toList();
  }

  private static List<String> rows(String page) {
    return ROW.matcher(page).results().map(SettingsPageTest::row).toList();
  }

  private static String row(MatchResult row) {
    return row.group(1) + "=" + (row.group(2) == null ? "" : row.group(2));
  }
}
