package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.workorder.RestoreInto;

/**
 * A Proxmox VE host or cluster, and the two ways to it.
 *
 * @param name of the machine whose API is asked
 * @param api asks what there is
 * @param shell starts what the key may start on a node
 */
public record ProxmoxHost(String name, ProxmoxApi api, RemoteShell shell) {
  /** Opens the ways. */
  @FunctionalInterface
  public interface Door {
    /**
     * Reads what is mounted; nothing is asked yet.
     *
     * @throws SourceException if that can't be read, or can't be what it should
     */
    ProxmoxHost open(RestoreInto.Place place) throws SourceException;
  }
}
