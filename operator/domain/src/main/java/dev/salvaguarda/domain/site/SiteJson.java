package dev.salvaguarda.domain.site;

import dev.salvaguarda.domain.site.Json.Fields;
import dev.salvaguarda.domain.site.Json.Items;
import dev.salvaguarda.domain.site.Json.Whole;
import dev.salvaguarda.domain.site.Standing.Place;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What was told, for programs. Fields may be added to the form; whatever else changes raises its
 * version.
 */
final class SiteJson {
  private static final int VERSION = 1;
  private static final int MOST_MATTERS = 200;

  private final Site site;
  private final String language;

  SiteJson(Site site, String language) {
    this.site = site;
    this.language = language;
  }

  /** What goes on and what is planned. */
  String status(List<Matter> matters) {
    return head()
        .with("state", Matter.worst(matters).map(Standing::wireName).orElse("NothingAnnounced"))
        .with("open", of(matters, Place.NOW))
        .with("planned", of(matters, Place.PLANNED))
        .document();
  }

  /** What is over, the newest of it. */
  String history(List<Matter> matters) {
    return head().with("over", of(matters, Place.OVER)).document();
  }

  private Fields head() {
    return Fields.none()
        .with("version", new Whole(VERSION))
        .with("title", site.title())
        .with("publisher", site.publisher())
        .with("language", language)
        .with("url", site.url(SiteFiles.PAGE))
        .with("updated", time(site.updated()));
  }

  private static Items of(List<Matter> matters, Place place) {
    return new Items(
        matters.stream()
            .filter(matter -> matter.standing().place() == place)
            .limit(MOST_MATTERS)
            .map(SiteJson::matter)
            .toList());
  }

  private static Fields matter(Matter matter) {
    return Fields.none()
        .with("id", matter.newest().subject())
        .with("state", matter.standing().wireName())
        .with("title", matter.heading().title())
        .with("since", time(matter.since()))
        .with("updated", time(matter.newest().at()))
        .with("messages", new Items(matter.told().stream().map(SiteJson::message).toList()));
  }

  private static Fields message(Told told) {
    return Fields.none()
        .with("id", told.urn())
        .with("message", told.message())
        .with("time", time(told.at()))
        .with("language", told.language())
        .with("title", told.title())
        .with("text", told.text());
  }

  /** As RFC 3339 has it, in UTC, to the second. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
