package dev.salvaguarda.domain.site;

import static dev.salvaguarda.domain.site.Markup.escaped;

import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.site.Standing.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was told, for people: one page that needs nothing else, works without scripts and on a
 * narrow screen, follows a reader's dark mode, and can be heard as well as seen.
 */
final class SitePage {
  private static final int MOST_OVER = 20;

  private final Site site;
  private final PageWords words;
  private final Texts texts;
  private final StringBuilder page = new StringBuilder();

  SitePage(Site site, PageWords words, Texts texts) {
    this.site = site;
    this.words = words;
    this.texts = texts;
  }

  String of(List<Matter> matters) {
    Optional<Standing> worst = Matter.worst(matters);
    String all = words.get("all." + worst.map(Standing::wireName).orElse("none"));
    head(all);
    page.append("<header>\n<p class=\"by\">%s</p>\n".formatted(escaped(site.publisher())))
        .append("<h1>%s</h1>\n".formatted(escaped(site.title())))
        .append("<p class=\"all %s\">%s</p>\n".formatted(colour(worst), escaped(all)))
        .append("</header>\n<main>\n");
    section("now", at(matters, Place.NOW), false);
    List<Matter> planned = at(matters, Place.PLANNED);
    if (!planned.isEmpty()) {
      section("planned", planned, false);
    }
    section("over", at(matters, Place.OVER), true);
    page.append("</main>\n");
    foot();
    return page.append("</body>\n</html>\n").toString();
  }

  private void head(String all) {
    page.append("<!DOCTYPE html>\n<html lang=\"%s\">\n".formatted(words.language()))
        .append("<head>\n<meta charset=\"utf-8\">\n")
        .append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                .formatted(PageStyle.POLICY))
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .append("<meta name=\"referrer\" content=\"no-referrer\">\n")
        .append("<title>%s %s</title>\n".formatted(escaped(site.title() + ":"), escaped(all)))
        .append(
            "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"%s\" href=\"%s\">\n"
                .formatted(escaped(site.title()), SiteFiles.FEED))
        .append("<style>")
        .append(PageStyle.SHEET)
        .append("</style>\n</head>\n<body>\n");
  }

  private static List<Matter> at(List<Matter> matters, Place place) {
    return matters.stream().filter(matter -> matter.standing().place() == place).toList();
  }

  private void section(String key, List<Matter> matters, boolean isFolded) {
    page.append(
        "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n"
            .formatted(key, key, escaped(words.get(key))));
    if (matters.isEmpty()) {
      page.append("<p class=\"none\">%s</p>\n".formatted(escaped(words.get(key + ".none"))));
    }
    matters.stream()
        .limit(isFolded ? MOST_OVER : matters.size())
        .forEach(matter -> matter(matter, isFolded));
    if (isFolded && matters.size() > MOST_OVER) {
      page.append(
          "<p>%s <a href=\"%s\">%s</a>.</p>\n"
              .formatted(
                  escaped(words.get("over.more")),
                  SiteFiles.HISTORY,
                  escaped(words.get("history"))));
    }
    page.append("</section>\n");
  }

  private void matter(Matter matter, boolean isFolded) {
    Told heading = matter.heading();
    page.append("<article>\n")
        .append(isFolded ? "<details>\n<summary>\n" : "")
        .append(
            "<span class=\"standing %s\">%s</span>\n"
                .formatted(
                    colour(Optional.of(matter.standing())), escaped(words.of(matter.standing()))))
        .append("<h3%s>%s</h3>\n".formatted(language(heading), escaped(heading.title())));
    if (isFolded) {
      page.append(
          "<span class=\"when\">%s</span>\n</summary>\n".formatted(time(matter.newest().at())));
    }
    matter.told().forEach(this::told);
    page.append(isFolded ? "</details>\n" : "").append("</article>\n");
  }

  private void told(Told told) {
    page.append("<div class=\"told\"%s>\n".formatted(language(told)))
        .append("<p class=\"when\">%s</p>\n".formatted(time(told.at())));
    for (String paragraph : told.text().strip().split("\\n\\s*\\n", -1)) {
      page.append("<p>%s</p>\n".formatted(escaped(paragraph.strip()).replace("\n", "<br>\n")));
    }
    page.append("</div>\n");
  }

  /** Words in another language than the page's are read out in theirs. */
  private String language(Told told) {
    return told.language().equals(words.language())
        ? ""
        : " lang=\"%s\"".formatted(escaped(told.language()));
  }

  private String time(Instant at) {
    return "<time datetime=\"%s\">%s</time>"
        .formatted(SiteJson.time(at), escaped(texts.moment(at, words.language(), site.zone())));
  }

  private void foot() {
    page.append("<footer>\n");
    if (!site.told().isEmpty()) {
      page.append("<p>%s %s</p>\n".formatted(escaped(words.get("updated")), time(site.updated())));
    }
    page.append("<nav aria-label=\"%s\">\n<ul>\n".formatted(escaped(words.get("formats"))));
    link(SiteFiles.FEED, "feed");
    link(SiteFiles.CALENDAR, "calendar");
    link(SiteFiles.STATUS, "status");
    link(SiteFiles.HISTORY, "history");
    page.append("</ul>\n</nav>\n</footer>\n");
  }

  private void link(String file, String key) {
    page.append("<li><a href=\"%s\">%s</a></li>\n".formatted(file, escaped(words.get(key))));
  }

  private static String colour(Optional<Standing> standing) {
    return standing
        .map(one ->
            switch (one) {
              case DISTURBED -> "alarm";
              case UNDER_ANALYSIS, OVERRUN, PLANNED -> "watch";
              case TOLD, NOT_CONFIRMED, RESTORED, COMPLETED, CANCELLED -> "calm";
            })
        .orElse("calm");
  }
}
