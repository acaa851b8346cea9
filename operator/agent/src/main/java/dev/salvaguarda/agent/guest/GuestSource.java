package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Guests of a Proxmox VE host or cluster, one target each. The API says where a guest is; vzdump on
 * that node makes its archive, which comes here on the way that the policy names.
 */
public final class GuestSource implements Source {
  private final ProxmoxOrder order;
  private final ProxmoxApi api;
  private final ArchiveOrigin origin;
  private final Clock clock;
  private volatile Map<String, String> nodes = Map.of();

  /** Guests of what answers there, which is not asked yet. */
  public GuestSource(ProxmoxOrder order, ProxmoxApi api, ArchiveOrigin origin, Clock clock) {
    this.order = order;
    this.api = api;
    this.origin = origin;
    this.clock = clock;
  }

  @Override
  public List<String> targets(Notes notes) throws SourceException, InterruptedException {
    Inventory inventory = api.inventory();
    origin.tidy(inventory, notes);
    List<Guest> there = inventory.guests();
    nodes =
        there.stream()
            .collect(Collectors.toMap(guest -> ProxmoxOrder.target(guest.vmid()), Guest::node));
    GuestSelection selection = GuestSelection.of(order.guests(), there, clock.instant());
    selection.remarks().forEach(remark -> notes.info(null, remark));
    if (selection.wanted().isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_EMPTY,
          "No guest of %s is what guests names, or the token may see none of them: it needs VM.Audit on /vms."
              .formatted(order.access().endpoint()));
    }
    return selection.wanted().stream().map(ProxmoxOrder::target).toList();
  }

  /**
   * A node makes one copy at a time; of a guest that moves meanwhile, its new node makes it wait.
   */
  @Override
  public String lane(String target) {
    return nodes.getOrDefault(target, "");
  }

  @Override
  public int lanesAtATime() {
    return order.parallelNodes();
  }

  @Override
  public Capture capture(String target, CaptureContext context)
      throws SourceException, InterruptedException {
    try (var _ = context.cancellation().onRequest(api::hurry)) {
      // Asked again for each, since guests move from node to node meanwhile.
      Inventory inventory = api.inventory();
      return capture(GuestPlace.require(target, inventory), inventory, context);
    }
  }

  private Capture capture(Guest guest, Inventory inventory, CaptureContext context)
      throws SourceException, InterruptedException {
    try (SendingProgram vzdump = origin.start(guest, inventory, context.notes());
        var _ = context.cancellation().onRequest(vzdump::stop)) {
      return switch (guest.kind()) {
        case QEMU -> new MachineTake(order, guest, vzdump, context).run();
        case LXC -> new ContainerTake(order, guest, vzdump, context).run();
      };
    }
  }
}
