package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;

/** Where a guest is, if it can be copied at all. */
final class GuestPlace {
  private GuestPlace() {}

  /**
   * The guest of a target.
   *
   * @throws SourceException for this target, if it can't be copied now: what is in the way, and
   *     what to do
   */
  static Guest require(String target, Inventory inventory) throws SourceException {
    Guest guest =
        inventory.guests().stream()
            .filter(one -> ProxmoxOrder.target(one.vmid()).equals(target))
            .findFirst()
            .orElseThrow(() ->
                SourceException.ofTarget(
                    FailureReason.SOURCE_NOT_FOUND,
                    "There is no guest for %s, or the token may not see it: it needs VM.Audit on %s."
                        .formatted(target, target.replace("guests", "vms"))));
    if (guest.lock().isPresent()) {
      throw SourceException.ofTarget(
          FailureReason.DUMP_FAILED,
          "%s is locked by Proxmox (%s): something else works on it. If nothing does any more, unlock it on node %s with: %s unlock %d"
              .formatted(
                  guest.text(),
                  guest.lock().get(),
                  guest.node(),
                  guest.kind() == GuestKind.LXC ? "pct" : "qm",
                  guest.vmid()));
    }
    return guest;
  }

  /**
   * The address of the guest's node.
   *
   * @param endpoint host of the API, which is the node itself where there is only one
   * @throws SourceException for this target, if the node is away or nobody knows its address
   */
  static String host(Guest guest, Inventory inventory, String endpoint) throws SourceException {
    return NodeAddress.of(guest.text(), guest.node(), inventory, endpoint);
  }
}
