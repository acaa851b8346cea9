package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.source.SourceException;
import java.util.Collection;
import java.util.List;

/** Asks a Proxmox VE host or cluster, in the name of one token; changes nothing there. */
public interface ProxmoxApi {
  /**
   * Asks what there is.
   *
   * @throws SourceException for the whole source, if there is no answer or the token is refused
   */
  Inventory inventory() throws SourceException, InterruptedException;

  /**
   * Asks which of these the token lacks; in the order of their paths, empty if it has all.
   *
   * @throws SourceException for the whole source, if there is no answer or the token is refused
   */
  List<Privilege> missing(Collection<Privilege> needed)
      throws SourceException, InterruptedException;

  /**
   * Waits for no answer for long from now on, by whatever asks this host in the name of the token:
   * who is told to stop has less time than a host may take. Returns at once.
   */
  default void hurry() {}
}
