package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaException;
import dev.salvaguarda.agent.vma.VmaHeader;
import dev.salvaguarda.agent.vma.VmaLimits;
import dev.salvaguarda.agent.vma.VmaReader;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Guests of a Proxmox VE host or cluster, one target each. The API says where a guest is; vzdump on
 * that node, started over SSH, sends it.
 */
public final class GuestSource implements Source {
  private final ProxmoxOrder order;
  private final ProxmoxApi api;
  private final RemoteShell shell;

  /** Guests of what answers there, which is not asked yet. */
  public GuestSource(ProxmoxOrder order, ProxmoxApi api, RemoteShell shell) {
    this.order = order;
    this.api = api;
    this.shell = shell;
  }

  @Override
  public List<String> targets(Notes notes) throws SourceException, InterruptedException {
    GuestSelection selection = GuestSelection.of(order.guests(), api.inventory().guests());
    selection.remarks().forEach(remark -> notes.info(null, remark));
    if (selection.wanted().isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_EMPTY,
          "No guest of %s is what guests names, or the token may see none of them: it needs VM.Audit on /vms."
              .formatted(order.endpoint()));
    }
    return selection.wanted().stream().map(ProxmoxOrder::target).toList();
  }

  @Override
  public Capture capture(String target, CaptureContext context)
      throws SourceException, InterruptedException {
    // Asked again for each, since guests move from node to node meanwhile.
    Inventory inventory = api.inventory();
    Guest guest = GuestPlace.require(target, inventory);
    String host = GuestPlace.host(guest, inventory, URI.create(order.endpoint()).getHost());
    try (RunningProgram vzdump = start(host, guest, inventory);
        var _ = context.cancellation().onRequest(vzdump::stop)) {
      return switch (guest.kind()) {
        case QEMU -> copy(target, guest, vzdump, context);
        case LXC -> new ContainerCapture(order, guest, vzdump, context).copy(target);
      };
    }
  }

  /** A node of several that can't be entered says nothing about the others. */
  private RunningProgram start(String host, Guest guest, Inventory inventory)
      throws SourceException, InterruptedException {
    try {
      return shell.start(host, command(guest, inventory.version()));
    } catch (SourceException e) {
      throw inventory.nodes().size() > 1
          ? SourceException.ofTarget(e.failure().reason(), e.failure().message(), e)
          : e;
    }
  }

  private String command(Guest guest, ProxmoxVersion version) {
    String fleecing =
        order.fleecingStorage() == null
                || guest.kind() != GuestKind.QEMU
                || !version.isAtLeast(ProxmoxVersion.WITH_FLEECING)
            ? ""
            : " fleecing=" + order.fleecingStorage();
    return "backup " + guest.vmid() + fleecing;
  }

  private Capture copy(String target, Guest guest, RunningProgram vzdump, CaptureContext context)
      throws SourceException, InterruptedException {
    VmaException fault = null;
    VmaHeader header = null;
    boolean received = false;
    try (PushbackInputStream in = new PushbackInputStream(vzdump.output())) {
      int first = in.read();
      received = first >= 0;
      if (received) {
        in.unread(first);
        VmaReader archive = VmaReader.open(in, VmaLimits.COPIED);
        header = archive.header();
        try (ArchiveCopy copy = ArchiveCopy.read(archive, context)) {
          ProgramExit exit = vzdump.await();
          requireNotCancelled(context);
          Consistency consistency = VzdumpJudge.judge(guest, header, null, true, exit);
          return capture(target, header, copy, consistency, context);
        }
      }
    } catch (VmaException e) {
      fault = e;
    } catch (IOException e) {
      // How the program ended, or that nobody knows, says more than how its output broke.
      received = true;
    }
    vzdump.stop();
    ProgramExit exit = vzdump.await();
    requireNotCancelled(context);
    Consistency _ = VzdumpJudge.judge(guest, header, fault, received, exit);
    throw SourceException.ofTarget(
        FailureReason.SOURCE_LOST,
        "%s was not copied: what vzdump sent could not be read.".formatted(guest.text()));
  }

  private Capture capture(
      String target,
      VmaHeader header,
      ArchiveCopy copy,
      Consistency consistency,
      CaptureContext context) {
    return new Capture(
        placed(target, copy.store(consistency), context),
        List.of(target),
        header.size(),
        copy.bytesRead(),
        Optional.empty(),
        consistency,
        true,
        shortfalls(consistency));
  }

  private List<Failure> shortfalls(Consistency consistency) {
    if (consistency.compareTo(order.requiredConsistency()) >= 0) {
      return List.of();
    }
    return List.of(
        new Failure(
            FailureReason.CONSISTENCY_TOO_WEAK,
            "The guest's file systems were not frozen while the copy began, so it is as if the power had failed. Install and enable the QEMU guest agent in the guest, or ask for requiredConsistency Crash."));
  }

  /** Below the directories that the name of the target is made of. */
  static BlobId placed(String target, BlobId tree, CaptureContext context) {
    BlobId placed = tree;
    String[] names = target.substring(1).split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      placed = context.session().storeTree(List.of(DriveTree.folder(names[i], placed)));
    }
    return placed;
  }

  /** A copy that ends because it was told to has not failed. */
  static void requireNotCancelled(CaptureContext context) {
    if (context.cancellation().isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The backup was cancelled.");
    }
  }
}
