package dev.salvaguarda.domain.retention;

import java.time.ZoneId;

/**
 * What decides about the snapshots of one policy.
 *
 * @param rules what is kept
 * @param zone in which hours, days, weeks, months and years begin
 * @param floors what is kept whatever the rules say
 * @param limit how much one pass may remove
 */
public record RetentionTerms(RetentionRules rules, ZoneId zone, Floors floors, RemovalLimit limit) {

  /** The rules and the zone, as an announcement made under these terms names them. */
  public String text() {
    return rules.text() + " in " + zone.getId();
  }
}
