package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.proxmox.BackupStorage;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.SpooledArchive;
import dev.salvaguarda.agent.proxmox.TaskState;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the nodes of a Proxmox VE host or cluster write archives to a storage, and remove them, in
 * the name of one token. Each call throws a {@link SourceException} for the whole source, if there
 * is no answer or the host refuses.
 */
public interface SpoolApi {
  /** A storage as a node sees it; empty if there is none, or if the token may not see it. */
  Optional<BackupStorage> storage(String node, String name)
      throws SourceException, InterruptedException;

  /** All archives on a storage that the token may see. */
  List<SpooledArchive> archives(String node, String storage)
      throws SourceException, InterruptedException;

  /**
   * What all drives of a guest could hold that vzdump copies, in bytes; drives that tell no size
   * count nothing.
   */
  long driveBytes(Guest guest) throws SourceException, InterruptedException;

  /**
   * Starts vzdump on a node, and does not ask twice where no answer comes.
   *
   * @return the task; something else than a UPID where the host has nothing to do
   */
  String start(String node, Map<String, String> parameters)
      throws SourceException, InterruptedException;

  /** What a task is up to. */
  TaskState task(String node, String upid) throws SourceException, InterruptedException;

  /**
   * Some lines of a task's log, the last of which may be half-written while it runs.
   *
   * @param start how many are passed over
   * @param most how many may come
   */
  List<String> log(String node, String upid, int start, int most)
      throws SourceException, InterruptedException;

  /** Asks a task to end; one that has ended does not mind. */
  void stop(String node, String upid) throws SourceException, InterruptedException;

  /**
   * Removes an archive.
   *
   * @return the task that does so; empty if it is done
   */
  Optional<String> remove(String node, String storage, String volume)
      throws SourceException, InterruptedException;
}
