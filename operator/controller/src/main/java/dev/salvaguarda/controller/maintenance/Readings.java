package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.domain.workorder.PackRotation;
import dev.salvaguarda.domain.workorder.ReadOrder;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which packs are read next. */
final class Readings {
  private Readings() {}

  /**
   * What follows the newest reading that came to its end; null if nothing is to be read. As long as
   * more packs are damaged than the status has room for, the same part is read again: what it does
   * not name would be forgotten. Which snapshots need them is looked at each time.
   *
   * @param known to be damaged at the place, whoever found it: it is read again, too
   */
  static @Nullable ReadOrder next(PassSubject subject, KnownDamage known) {
    PassSubject.Asked asked = subject.asked();
    if (asked == null || asked.readPercent() == 0) {
      return null;
    }
    MaintenanceStatus told = subject.told();
    int newest = told.last() == null ? 0 : Objects.requireNonNullElse(told.last().reading(), 0);
    boolean allNamed = told.damage() == null || told.damage().listsAllPacks();
    Set<String> again = new TreeSet<>(known.packs());
    if (told.damage() != null) {
      told.damage().packs().forEach(pack -> again.add(pack.id()));
    }
    return new ReadOrder(
        PackRotation.after(allNamed ? newest : Math.max(0, newest - 1), asked.readPercent()),
        List.copyOf(again));
  }
}
