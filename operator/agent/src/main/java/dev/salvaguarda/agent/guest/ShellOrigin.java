package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * vzdump is started over SSH on the guest's node, and sends the archive on the same connection.
 *
 * @param endpoint host of the API, which is the node itself where there is only one
 * @param fleecingStorage storage of the host that keeps what a guest overwrites meanwhile; null
 *     means none
 */
public record ShellOrigin(
    RemoteShell shell, String endpoint, Mode mode, @Nullable String fleecingStorage)
    implements ArchiveOrigin {

  /** One that is only looked at. */
  public static ShellOrigin ofALook(RemoteShell shell, String endpoint) {
    return new ShellOrigin(shell, endpoint, Mode.SNAPSHOT, null);
  }

  /** A node of several that can't be entered says nothing about the others. */
  @Override
  public SendingProgram start(Guest guest, Inventory inventory, Notes notes)
      throws SourceException, InterruptedException {
    String host = GuestPlace.host(guest, inventory, endpoint);
    try {
      return shell.start(host, command(guest, inventory.version()));
    } catch (SourceException e) {
      throw inventory.nodes().size() > 1
          ? SourceException.ofTarget(e.failure().reason(), e.failure().message(), e)
          : e;
    }
  }

  /** Copies are started by the key. */
  @Override
  public List<Privilege> needed(List<Guest> guests) {
    return List.of();
  }

  @Override
  public void requireOpen(Inventory inventory, List<Guest> guests)
      throws SourceException, InterruptedException {
    NodeDoor.requireOpen(shell, endpoint, inventory, guests);
  }

  private String command(Guest guest, ProxmoxVersion version) {
    String fleecing =
        fleecingStorage == null
                || guest.kind() != GuestKind.QEMU
                || !version.isAtLeast(ProxmoxVersion.WITH_FLEECING)
            ? ""
            : " fleecing=" + fleecingStorage;
    String words =
        switch (mode) {
          // Guards that were installed before there was a choice know no other.
          case SNAPSHOT -> "";
          case SUSPEND -> " mode=suspend";
          case STOP -> " mode=stop";
        };
    return "backup " + guest.vmid() + words + fleecing;
  }
}
