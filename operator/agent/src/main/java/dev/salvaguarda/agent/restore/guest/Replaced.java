package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.RestoreInto.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The guest that a restore replaces, which a person has named by its number.
 *
 * @param there as it was when it was looked at
 */
record Replaced(Guest there) {
  /**
   * Looks at it.
   *
   * @param place of one number, which has a guest
   * @param force whether it may be replaced at all
   * @throws SourceException if it is not to be replaced, with what to do
   */
  static Replaced require(Inventory inventory, Place place, GuestKind kind, boolean force)
      throws SourceException {
    Guest there = at(place.firstVmid(), inventory).orElseThrow();
    String obstacle = force ? obstacle(there, place, kind) : isThere(there);
    if (obstacle != null) {
      throw refused("%s %s".formatted(there.text(), obstacle));
    }
    return new Replaced(there);
  }

  /**
   * Looks again, since hours may have passed.
   *
   * @throws SourceException unless it is what it was, and still may be replaced
   */
  void requireStill(Inventory inventory) throws SourceException {
    Guest now =
        at(there.vmid(), inventory)
            .orElseThrow(() -> changed("it is no longer there. Restore again to make a new one."));
    if (now.kind() != there.kind() || !now.name().equals(there.name())) {
      throw changed("%s is another guest.".formatted(now.text()));
    }
    if (!now.node().equals(there.node())) {
      throw changed("it is on node %s now.".formatted(now.node()));
    }
    String busy = busy(now);
    if (busy != null) {
      throw changed("it %s".formatted(busy));
    }
  }

  private SourceException changed(String what) {
    return refused(
        "%s could be replaced when the restore began. When the copy was read and found whole, %s Nothing was touched."
            .formatted(there.text(), what));
  }

  private static SourceException refused(String why) {
    return SourceException.ofTarget(FailureReason.TARGET_EXISTS, why);
  }

  private static Optional<Guest> at(int vmid, Inventory inventory) {
    return inventory.guests().stream().filter(one -> one.vmid() == vmid).findFirst();
  }

  private static String isThere(Guest there) {
    return "is there already, on node %s.".formatted(there.node());
  }

  /** What keeps a guest from being replaced, as the end of a sentence; null if nothing does. */
  private static @Nullable String obstacle(Guest there, Place place, GuestKind kind) {
    if (there.kind() != kind) {
      return (kind == GuestKind.QEMU
              ? "is a container, which no virtual machine replaces"
              : "is a virtual machine, which no container replaces")
          + ": give vmid another number.";
    }
    if (!there.node().equals(place.node())) {
      return "is on node %s, and what is restored comes to %s: name %s as node, or give vmid another number."
          .formatted(there.node(), place.node(), there.node());
    }
    return busy(there);
  }

  private static @Nullable String busy(Guest there) {
    if (there.template()) {
      return "is a template, of which other guests may be clones, and is not replaced: give vmid another number.";
    }
    if (there.lock().isPresent()) {
      return "is locked by Proxmox (%s), since something else works on it, and is not replaced: wait for that, or give vmid another number."
          .formatted(there.lock().get());
    }
    return there.running()
        ? "runs, and is not replaced: switch it off first, or give vmid another number."
        : null;
  }
}
