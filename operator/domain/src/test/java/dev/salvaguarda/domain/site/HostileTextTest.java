package dev.salvaguarda.domain.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.testkit.seed.Seeds;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a message says, it is text on the page, in the feed and in the JSON. */
class HostileTextTest {
  private static final List<String> PIECES =
      List.of(
          "<script>alert(1)</script>",
          "</p></main>",
          "<!--",
          "-->",
          "]]>",
          "<![CDATA[",
          "\" onload=\"x",
          "' x='",
          "&amp;",
          "&#60;",
          "&",
          "\\\"",
          "\\u003c",
          "%s",
          "$1",
          "\u0000",
          "\u0008",
          "\u000B",
          "\u007F",
          "\u0085",
          "\u2028",
          "\u202E",
          "\uD800",
          "\uDC00",
          "\uFFFE",
          "\uFFFF",
          "\uD83D\uDE00",
          "\r",
          "\t",
          "á");

  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  static Stream<Long> seeds() {
    return Seeds.of("HostileTextTest", 200).stream();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isTextAndNothingElse(long seed) throws Exception {
    Random random = new Random(seed);
    String title = hostile(random);
    String text = hostile(random);
    Site harmless = site("x", "x");
    Site hostile = site(title, text);

    assertThat(tags(SiteFilesTest.file(hostile, "index.html")))
        .isEqualTo(tags(SiteFilesTest.file(harmless, "index.html")));
    assertThat(SiteFilesTest.file(hostile, "index.html"))
        .doesNotContainPattern("[\\x00\\x08\\x0B]");
    assertThat(
            Feeds.parse(SiteFilesTest.file(hostile, "feed.atom"))
                .getElementsByTagName("*")
                .getLength())
        .isEqualTo(
            Feeds.parse(SiteFilesTest.file(harmless, "feed.atom"))
                .getElementsByTagName("*")
                .getLength());
    JsonNode status = new ObjectMapper().readTree(SiteFilesTest.file(hostile, "status.json"));
    assertThat(status.at("/open/0/messages/0/text").asText()).isEqualTo(wellFormed(text));
    assertThat(status.at("/title").asText()).isEqualTo(wellFormed(title));
    assertThat(SiteFilesTest.file(hostile, "status.json")).doesNotContain("<");
  }

  private static Site site(String title, String text) {
    return new Site(
        title,
        title,
        "https://status.example.org",
        "en",
        Sites.ZONE,
        Instant.EPOCH,
        List.of(
            Sites.told(
                "i" + title,
                "s" + title,
                "IncidentConfirmed",
                "en",
                title,
                text,
                "2026-11-27T17:20:00Z"),
            Sites.told(
                "j" + title,
                "t" + title,
                "ServiceRestored",
                "en",
                title,
                text,
                "2026-11-27T17:20:00Z")));
  }

  private static String hostile(Random random) {
    StringBuilder text = new StringBuilder("a");
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.append('z').toString();
  }

  private static List<String> tags(String page) {
    return TAG.matcher(page)
        .results()
        .map(MatchResult::group)
        .map(tag -> tag.replaceAll("title=\"[^\"]*\"", ""))
        .toList();
  }

  /** Halves of pairs can't be written in UTF-8. */
  private static String wellFormed(String text) {
    StringBuilder whole = new StringBuilder();
    text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }
}
