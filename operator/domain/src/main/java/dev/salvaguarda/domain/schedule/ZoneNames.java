package dev.salvaguarda.domain.schedule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;

/** The names of the IANA time zone database. */
public final class ZoneNames {
  private ZoneNames() {}

  /** The zone of a name; empty if the database has none. */
  public static Optional<ZoneId> find(String name) {
    try {
      return ZoneRulesProvider.getAvailableZoneIds().contains(name)
          ? Optional.of(ZoneId.of(name))
          : Optional.empty();
    } catch (DateTimeException _) {
      // A name of the list whose rules this JDK lacks is as good as unknown.
      return Optional.empty();
    }
  }
}
