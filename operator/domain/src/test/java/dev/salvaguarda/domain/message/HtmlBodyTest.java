package dev.salvaguarda.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlBodyTest {

  @Test
  void makesParagraphsTablesListsAndCommandsOfTheFormOfTheText() {
    String page =
        html(
            """
            One sentence: a colon makes no table of it.

            Size: 1 GiB
            Run: r-1

            Targets:
            - a
            - b

            More:
                kubectl get br
            """);

    assertThat(page)
        .contains("<p>One sentence: a colon")
        .contains(
            "<tr><th scope=\"row\">Size</th><td>1 GiB</td></tr>\n<tr><th scope=\"row\">Run</th>")
        .containsPattern("<strong>Targets:</strong></p>\\s+<ul>\\s+<li>a</li>\\s+<li>b</li>")
        .contains("<pre>kubectl get br</pre>");
  }

  @Test
  void showsWhatLooksLikeHtmlAsText() {
    String page =
        HtmlBody.of(new Rendered("<b>&\"'", "x: <script>alert(1)</script>\n- <img src=x>"), "en");

    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("<img")
        .contains("<h1>&lt;b&gt;&amp;&quot;&#39;</h1>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void loadsNothing() {
    assertThat(html("a")).doesNotContain("http", "src=", "url(", "@import", "<link");
  }

  private static String html(String body) {
    return HtmlBody.of(new Rendered("s", body), "en");
  }
}
