package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.domain.guest.Coverage;
import dev.salvaguarda.domain.guest.Coverage.LeftOut;
import dev.salvaguarda.domain.guest.Exclusion;
import dev.salvaguarda.domain.guest.GuestName;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which of the guests that there are is in a policy. */
final class GuestCoverage {
  private GuestCoverage() {}

  /**
   * Sorts them.
   *
   * @param there in the order of their numbers
   * @param policies what each of them copies
   * @param now by which a test that is under way is told from a tag that stayed
   */
  static Coverage of(
      List<Guest> there,
      List<ProxmoxOrder.Guests> policies,
      List<Exclusion> exclusions,
      Instant now) {
    int covered = 0;
    List<GuestName> uncovered = new ArrayList<>();
    List<LeftOut> excluded = new ArrayList<>();
    Set<Integer> tagged = new TreeSet<>();
    for (Guest guest : there) {
      if (policies.stream().anyMatch(policy -> GuestSelection.selects(policy, guest))) {
        covered++;
      } else if (!guest.template() && !guest.isTried(now) && !guest.isBeingMade()) {
        GuestName name = new GuestName(guest.vmid(), guest.name());
        Optional<Exclusion> reason =
            exclusions.stream().filter(one -> GuestSelection.means(one.match(), guest)).findFirst();
        reason.ifPresentOrElse(
            one -> excluded.add(new LeftOut(name, one.reason(), one.by())),
            () -> uncovered.add(name));
        if (guest.isTried() && reason.isEmpty()) {
          tagged.add(guest.vmid());
        }
      }
    }
    return new Coverage(covered, uncovered, excluded, tagged);
  }
}
