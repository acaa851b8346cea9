package dev.salvaguarda.domain.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes the page one that everybody can read, and that can do nothing else. */
class PageRulesTest {
  private static final Pattern COLOUR = Pattern.compile("--([a-z-]+):#([0-9a-f]{6})");

  static Stream<Arguments> pairs() {
    return Stream.of(0, 1)
        .flatMap(scheme ->
            Stream.of(
                    List.of("ink", "ground"),
                    List.of("soft", "ground"),
                    List.of("link", "ground"),
                    List.of("alarm", "alarm-ground"),
                    List.of("watch", "watch-ground"),
                    List.of("calm", "calm-ground"))
                .map(pair -> Arguments.of(scheme, pair.get(0), pair.get(1))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyTextStandsOutByDayAndByNight(int scheme, String text, String ground) {
    Map<String, Integer> colours =
        colours(
            PageStyle.SHEET.lines().filter(line -> line.contains(":root{")).toList().get(scheme));

    assertThat(contrast(colour(colours, text), colour(colours, ground)))
        .isGreaterThanOrEqualTo(4.5);
  }

  @Test
  void theSheetNamesNoColourOutsideOfItsTwoPalettes() {
    assertThat(PageStyle.SHEET.lines().filter(line -> !line.contains(":root{")))
        .noneMatch(line -> line.matches(".*#[0-9a-f]{3,6}.*"));
  }

  @Test
  void theBrowserTakesTheStyleAndNothingElse() throws Exception {
    String page = page("en");
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

    assertThat(page)
        .contains(
            "content=\"default-src 'none'; style-src 'sha256-%s';"
                .formatted(Base64.getEncoder().encodeToString(hash)))
        .doesNotContain(
            "<script", "src=", "url(", "@import", " style=", "<iframe", "<form", "http://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pt-BR", "en"})
  void aScreenReaderFindsLandmarksHeadingsAndLanguages(String locale) {
    String page = page(locale);

    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"" + locale + "\">")
        .containsOnlyOnce("<main>")
        .containsOnlyOnce("<h1>")
        .containsOnlyOnce("<header>")
        .containsOnlyOnce("<footer>")
        .containsPattern("<nav aria-label=\"[^\"]+\">")
        .contains("<section aria-labelledby=\"now\">\n<h2 id=\"now\">")
        .contains("<h3 lang=\"" + (locale.equals("en") ? "pt-BR" : "en") + "\">");
    assertThat(page.indexOf("<h1>")).isLessThan(page.indexOf("<h2"));
    assertThat(page.indexOf("<h2")).isLessThan(page.indexOf("<h3"));
  }

  @Test
  void bothLanguagesHaveTheSameWords() {
    assertThat(PageWords.of("en").keys()).isEqualTo(PageWords.of("pt-BR").keys());
  }

  private static String page(String locale) {
    return SiteFilesTest.file(Sites.afternoon(locale), "index.html");
  }

  private static Map<String, Integer> colours(String palette) {
    Map<String, Integer> found = new HashMap<>();
    Matcher matcher = COLOUR.matcher(palette);
    while (matcher.find()) {
      found.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
    }
    return found;
  }

  private static int colour(Map<String, Integer> colours, String name) {
    return Objects.requireNonNull(colours.get(name), name);
  }

  /** As WCAG 2.2 defines it. */
  private static double contrast(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int colour) {
    return 0.2126 * part(colour >> 16) + 0.7152 * part(colour >> 8) + 0.0722 * part(colour);
  }

  private static double part(int value) {
    double share = (value & 0xFF) / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
