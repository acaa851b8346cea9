package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.domain.workorder.RestoreInto.Sandbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
  record Leftover(int vmid, String node, SandboxMark mark) {}

  /**
   * Decides.
   *
   * @param work of the marks that are this restore's own
   */
  static SandboxPlan of(List<Guest> there, Sandbox sandbox, String work, Instant now) {
    Set<Integer> taken = there.stream().map(Guest::vmid).collect(Collectors.toSet());
    return new SandboxPlan(
        there.stream()
            .filter(
                guest -> guest.vmid() >= sandbox.firstVmid() && guest.vmid() <= sandbox.lastVmid())
            .flatMap(guest ->
                mark(guest)
                    .filter(mark -> mark.work().equals(work) || mark.until().isBefore(now))
                    .map(mark -> new Leftover(guest.vmid(), guest.node(), mark))
                    .stream())
            .toList(),
        IntStream.rangeClosed(sandbox.firstVmid(), sandbox.lastVmid())
            .boxed()
            .filter(vmid -> !taken.contains(vmid))
            .toList());
  }

  private static Optional<SandboxMark> mark(Guest guest) {
    boolean tried = guest.kind() == GuestKind.QEMU && guest.isTried();
    Stream<String> tags = tried ? guest.tags().stream() : Stream.empty();
    return tags.flatMap(tag -> SandboxMark.of(tag).stream()).findFirst();
  }
}
