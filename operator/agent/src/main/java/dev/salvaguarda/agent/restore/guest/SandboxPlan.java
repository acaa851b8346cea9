package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.domain.workorder.RestoreInto.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is to be done on a host before a guest is tried there.
 *
 * @param leftovers to be taken away: of an attempt of the same restore that was killed, or of
 *     another one that has had its time
 * @param free numbers that no guest has, ascending
 */
record SandboxPlan(List<Leftover> leftovers, List<Integer> free) {
  SandboxPlan {
    leftovers = List.copyOf(leftovers);
    free = List.copyOf(free);
  }

  /** A guest that was not taken away. */
  record Leftover(int vmid, GuestKind kind, String node, SandboxMark mark) {
    /**
     * For people.
     *
     * @param sure whether the host shows it
     */
    String text(boolean sure) {
      String tool = kind == GuestKind.QEMU ? "qm" : "pct";
      return "Guest %d of a test %s on node %s; as root there, this takes it away: %s stop %1$d; %4$s destroy %1$d --purge 1"
          .formatted(vmid, sure ? "is still" : "may still be", node, tool);
    }
  }

  /**
   * Decides.
   *
   * @param work of the marks that are this restore's own
   */
  static SandboxPlan of(List<Guest> there, Place place, String work, Instant now) {
    return new SandboxPlan(
        there.stream()
            .filter(guest -> guest.vmid() >= place.firstVmid() && guest.vmid() <= place.lastVmid())
            .flatMap(guest ->
                mark(guest)
                    .filter(mark -> mark.work().equals(work) || mark.until().isBefore(now))
                    .map(mark -> new Leftover(guest.vmid(), guest.kind(), guest.node(), mark))
                    .stream())
            .toList(),
        free(there, place));
  }

  /** The numbers of a place that no guest has, ascending. */
  static List<Integer> free(List<Guest> there, Place place) {
    Set<Integer> taken = there.stream().map(Guest::vmid).collect(Collectors.toSet());
    return IntStream.rangeClosed(place.firstVmid(), place.lastVmid())
        .boxed()
        .filter(vmid -> !taken.contains(vmid))
        .toList();
  }

  private static Optional<SandboxMark> mark(Guest guest) {
    return guest.isTried() ? SandboxMark.of(guest) : Optional.empty();
  }
}
