package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;

/** A way on which archives of guests come here from their nodes. */
public interface ArchiveOrigin {
  /**
   * Takes away what earlier workers of the policy left behind, also of guests that can't be copied
   * now or are in the policy no more. What can't be done is told, and left to the next.
   */
  default void tidy(Inventory inventory, Notes notes) throws InterruptedException {}

  /**
   * Starts vzdump. Its archive is what comes as output, its log what comes as errors, and a status
   * of 0 says that it calls itself done.
   *
   * @throws SourceException if that can't be
   */
  SendingProgram start(Guest guest, Inventory inventory, Notes notes)
      throws SourceException, InterruptedException;

  /**
   * What the token needs for it, beyond seeing the guests; may leave out what is too much to ask.
   */
  List<Privilege> needed(List<Guest> guests);

  /**
   * Looks whether guests could be copied, and changes nothing.
   *
   * @param guests of one node, at least one
   * @throws SourceException if one of them could not
   */
  void requireOpen(Inventory inventory, List<Guest> guests)
      throws SourceException, InterruptedException;
}
