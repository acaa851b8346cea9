package dev.salvaguarda.domain.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.testkit.browser.Chromium;
import dev.salvaguarda.testkit.browser.Chromium.Screen;
import dev.salvaguarda.testkit.browser.Chromium.Spoken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a browser, as people have it on a phone; its pictures are kept in target/site. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SitePageIT {
  private static final int NARROWEST = 320;

  @TempDir Path folder;
  private Chromium browser;

  @BeforeAll
  void startBrowser() {
    browser = Chromium.start();
  }

  @AfterAll
  void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  static Stream<Arguments> looks() {
    return Texts.LOCALES.stream()
        .flatMap(locale ->
            Stream.of(false, true)
                .flatMap(dark ->
                    Stream.of(NARROWEST, 1024).map(width -> Arguments.of(locale, dark, width))));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void isReadWithoutMovingItSidewaysByDayAndByNight(String locale, boolean dark, int width)
      throws IOException {
    open(Sites.afternoon(locale), new Screen(width, dark));
    browser.picture(
        Path.of("target/site/%s-%s-%d.png".formatted(locale, dark ? "night" : "day", width)));

    assertThat(browser.value("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
    assertThat(browser.value("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo(dark ? "rgb(20, 24, 29)" : "rgb(255, 255, 255)");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void wordsWithoutASpaceDoNotMakeThePageWider() throws IOException {
    String word = "Indisponibilidade".repeat(40);
    Told told = Sites.told("a", "a", "IncidentConfirmed", "en", word, word, "2026-11-27T17:20:00Z");

    open(Sites.of("en", List.of(told)), new Screen(NARROWEST, false));

    assertThat(browser.value("document.documentElement.scrollWidth").asInt()).isEqualTo(NARROWEST);
  }

  @Test
  void lettersTwiceAsLargeAreReadWithoutMovingThePageSideways() throws IOException {
    open(Sites.afternoon("pt-BR"), new Screen(NARROWEST, false));

    browser.value("document.documentElement.style.fontSize = '200%'");

    assertThat(browser.value("document.documentElement.scrollWidth").asInt()).isEqualTo(NARROWEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pt-BR", "en"})
  void aScreenReaderIsToldFirstWhatIsGoingOn(String locale) throws IOException {
    open(Sites.afternoon(locale), new Screen(NARROWEST, false));

    List<Spoken> spoken = browser.spoken();
    List<String> headings = named(spoken, "heading");

    assertThat(headings.getFirst()).isEqualTo(Sites.afternoon(locale).title());
    assertThat(headings).hasSizeGreaterThanOrEqualTo(4).doesNotContain("");
    assertThat(named(spoken, "link")).isNotEmpty().doesNotContain("");
    assertThat(named(spoken, "region")).doesNotContain("");
    assertThat(spoken.stream().map(Spoken::role))
        .contains("banner", "main", "contentinfo", "navigation");
  }

  @Test
  void aFingerMeetsWhatItAimsAt() throws IOException {
    open(Sites.afternoon("pt-BR"), new Screen(NARROWEST, false));

    List<Integer> heights = new ArrayList<>();
    browser
        .value(
            "[...document.querySelectorAll('nav a, summary')]"
                + ".map(part => Math.floor(part.getBoundingClientRect().height))")
        .forEach(height -> heights.add(height.asInt()));

    // WCAG 2.2, 2.5.8.
    assertThat(heights).isNotEmpty().allMatch(height -> height >= 24);
  }

  @Test
  void whatIsPastOpensByKeyboardAlone() throws IOException {
    open(Sites.afternoon("en"), new Screen(NARROWEST, false));

    browser.value("document.querySelector('summary').focus()");

    assertThat(browser.value("document.activeElement.tagName").asText()).isEqualTo("SUMMARY");
    assertThat(browser.value("document.querySelector('details').open").asBoolean()).isFalse();
    browser.pressEnter();
    assertThat(browser.value("document.querySelector('details').open").asBoolean()).isTrue();
  }

  private void open(Site site, Screen screen) throws IOException {
    for (SiteFile file : new SiteFiles(Texts.shipped()).of(site)) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
    browser.open(folder.resolve(SiteFiles.PAGE), screen);
  }

  private static List<String> named(List<Spoken> spoken, String role) {
    return spoken.stream().filter(part -> part.role().equals(role)).map(Spoken::name).toList();
  }
}
