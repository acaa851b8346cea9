package dev.salvaguarda.domain.site;

import static dev.salvaguarda.domain.site.Markup.escaped;

import java.util.List;

/** What was told, as an Atom feed (RFC 4287): an entry for each message, the newest first. */
final class SiteFeed {
  private static final int MOST_ENTRIES = 50;

  private SiteFeed() {}

  static String of(Site site, String language) {
    StringBuilder feed = new StringBuilder();
    feed.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
        .append(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n".formatted(language))
        .append(element("id", site.url("")))
        .append(element("title", site.title()))
        .append(element("updated", SiteJson.time(site.updated())))
        .append("<author>\n")
        .append(element("name", site.publisher()))
        .append("</author>\n")
        .append(link("self", "application/atom+xml", site.url(SiteFiles.FEED)))
        .append(link("alternate", "text/html", site.url(SiteFiles.PAGE)));
    List<Told> newestFirst = site.told().reversed();
    newestFirst.stream().limit(MOST_ENTRIES).map(SiteFeed::entry).forEach(feed::append);
    return feed.append("</feed>\n").toString();
  }

  /** A message never changes: it was updated when it was told. */
  private static String entry(Told told) {
    String time = SiteJson.time(told.at());
    return "<entry xml:lang=\"%s\">\n".formatted(escaped(told.language()))
        + element("id", told.urn())
        + element("title", told.title())
        + element("published", time)
        + element("updated", time)
        + "<category term=\"%s\"/>\n".formatted(escaped(told.message()))
        + "<content type=\"text\">%s</content>\n".formatted(escaped(told.text()))
        + "</entry>\n";
  }

  private static String element(String name, String text) {
    return "<%s>%s</%s>\n".formatted(name, escaped(text), name);
  }

  private static String link(String relation, String type, String url) {
    return "<link rel=\"%s\" type=\"%s\" href=\"%s\"/>\n".formatted(relation, type, escaped(url));
  }
}
