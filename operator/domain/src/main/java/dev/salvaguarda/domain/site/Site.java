package dev.salvaguarda.domain.site;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/**
 * All that a public page shows. Two sites of the same messages are equal, in whatever order those
 * were found.
 *
 * @param title of the page, one line
 * @param publisher in whose name it speaks
 * @param base URL of the folder in which readers find the files, with or without a slash at its end
 * @param locale BCP 47 tag of the page's own words
 * @param zone in which times are told
 * @param since when the page began: its date while nothing was told
 * @param told each message once, the oldest first
 */
public record Site(
    String title,
    String publisher,
    String base,
    String locale,
    ZoneId zone,
    Instant since,
    List<Told> told) {
  private static final Comparator<Told> ORDER =
      Comparator.comparing(Told::at).thenComparing(Told::standing).thenComparing(Told::id);

  public Site {
    told = told.stream().distinct().sorted(ORDER).toList();
  }

  /** The same page with other messages in the place of its own. */
  public Site showing(List<Told> other) {
    return new Site(title, publisher, base, locale, zone, since, other);
  }

  /** When something was last told of. */
  Instant updated() {
    return told.stream().map(Told::at).max(Comparator.naturalOrder()).orElse(since);
  }

  /** URL of a file of the page. */
  String url(String file) {
    return (base.endsWith("/") ? base : base + "/") + file;
  }
}
