package dev.salvaguarda.domain.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.message.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The files as readers get them. After a change of the page, run with {@code
 * -Dsalvaguarda.write=true}, and look at them in a browser.
 */
class GoldenSiteTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/salvaguarda/domain/site/golden");

  static final List<String> LOCALES = Texts.LOCALES;

  @ParameterizedTest
  @FieldSource("LOCALES")
  void readsAsAPersonHasReadIt(String locale) throws IOException {
    compare(locale + "/afternoon", Sites.afternoon(locale));
    compare(locale + "/quiet", Sites.quiet(locale));
  }

  private static void compare(String folder, Site site) throws IOException {
    for (SiteFile made : new SiteFiles(Texts.shipped()).of(site)) {
      Path file = GOLDEN.resolve(folder).resolve(made.name());
      if (Boolean.getBoolean("salvaguarda.write")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, made.text());
      }
      assertThat(file).hasContent(made.text());
    }
  }
}
