package dev.salvaguarda.domain.site;

import dev.salvaguarda.domain.message.Texts;
import java.util.List;

/**
 * Makes the files of a page. The same site gives the same files, letter by letter: no time is told
 * but those of the messages.
 */
public final class SiteFiles {
  static final String STATUS = "status.json";
  static final String HISTORY = "history.json";
  static final String FEED = "feed.atom";
  static final String CALENDAR = "maintenance.ics";
  static final String PAGE = "index.html";

  private final Texts texts;

  /**
   * @param texts by which times are worded
   */
  public SiteFiles(Texts texts) {
    this.texts = texts;
  }

  /** The files, in the order in which they are to be written: what names others comes last. */
  public List<SiteFile> of(Site site) {
    PageWords words = PageWords.of(texts.languageOf(site.locale()));
    List<Matter> matters = Matter.of(site);
    SiteJson json = new SiteJson(site, words.language());
    return List.of(
        new SiteFile(STATUS, "application/json; charset=utf-8", json.status(matters)),
        new SiteFile(HISTORY, "application/json; charset=utf-8", json.history(matters)),
        new SiteFile(
            FEED, "application/atom+xml; charset=utf-8", SiteFeed.of(site, words.language())),
        new SiteFile(CALENDAR, "text/calendar; charset=utf-8", SiteCalendar.of(matters)),
        new SiteFile(
            PAGE, "text/html; charset=utf-8", new SitePage(site, words, texts).of(matters)));
  }
}
