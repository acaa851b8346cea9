package dev.salvaguarda.api.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.salvaguarda.api.schema.WebUrl;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The API server's rule against the client's; addresses in brackets have a rule of their own. */
class HookUrlTest {
  private static final int URLS = 20_000;

  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "0",
          "1",
          "9",
          "25",
          "255",
          "256",
          ".",
          ".",
          ".",
          "-",
          "_",
          ":",
          ":8",
          ":65535",
          ":65536",
          "/",
          "?",
          "#",
          "@",
          "%",
          "%4a",
          "{",
          "}",
          "|",
          "\\",
          "^",
          "\"",
          "<",
          " ",
          "é",
          "&",
          "=",
          "192.0.2.1",
          "glpi.example.org");

  @SeededTest(fixed = 3)
  void whatTheRuleTakesTheClientTakes(long seed) {
    Random random = new Random(seed);
    List<String> taken =
        Stream.generate(() -> url(random))
            .limit(URLS)
            .filter(url -> url.matches(WebUrl.PATTERN))
            .toList();

    assertThat(taken).hasSizeGreaterThan(URLS / 100);
    assertThat(taken)
        .allSatisfy(url ->
            assertThatCode(() -> HttpRequest.newBuilder(URI.create(url)))
                .doesNotThrowAnyException())
        .allSatisfy(url -> assertThat(URI.create(url).getPort()).isLessThanOrEqualTo(65_535));
  }

  private static String url(Random random) {
    StringBuilder url = new StringBuilder("http://");
    int pieces = random.nextInt(1, 8);
    for (int i = 0; i < pieces; i++) {
      url.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return url.toString();
  }
}
