package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Virtual machines and containers of a Proxmox VE host or cluster.
 *
 * @param access to its API
 * @param guests which of them
 * @param ssh a login by which a copy comes out of a node; null where there is a spool
 * @param spool a storage by which it does; null where there is a login
 * @param fleecingStorage storage of the host that keeps what a guest overwrites meanwhile; null
 *     means none
 * @param requiredConsistency a weaker copy falls short
 * @param containerFallback what becomes of a container of which no snapshot can be made
 * @param mode in which vzdump copies
 * @param parallelNodes from how many nodes guests are copied at a time, one of each
 */
public record ProxmoxOrder(
    ProxmoxAccess access,
    Guests guests,
    @Nullable Ssh ssh,
    @Nullable Spool spool,
    @Nullable String fleecingStorage,
    Consistency requiredConsistency,
    ContainerFallback containerFallback,
    Mode mode,
    int parallelNodes)
    implements SourceOrder.Kind {
  private static final String FOLDER = "/guests/";
  private static final Pattern TARGET = Pattern.compile(FOLDER + "[1-9]\\d{2,8}");

  public ProxmoxOrder {
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(guests, "guests");
    if ((ssh == null) == (spool == null)) {
      throw new IllegalArgumentException("exactly one of ssh and spool must be set");
    }
    Objects.requireNonNull(requiredConsistency, "requiredConsistency");
    Objects.requireNonNull(containerFallback, "containerFallback");
    Objects.requireNonNull(mode, "mode");
  }

  /** An order by SSH that takes no container of which no snapshot can be made. */
  public ProxmoxOrder(
      ProxmoxAccess access,
      Guests guests,
      Ssh ssh,
      @Nullable String fleecingStorage,
      Consistency requiredConsistency) {
    this(
        access,
        guests,
        ssh,
        null,
        fleecingStorage,
        requiredConsistency,
        ContainerFallback.FAIL,
        Mode.SNAPSHOT,
        1);
  }

  /**
   * What becomes of a container of which no snapshot can be made, because of the storage that it is
   * on. Proxmox then copies all of its files to a directory of the host first, and suspends the
   * container while it does so a second time.
   */
  public enum ContainerFallback {
    /** It is not copied. */
    FAIL,
    /** It is copied in that way, which needs room on the host. */
    ACCEPT
  }

  /** What a guest does while it is copied. */
  public enum Mode {
    /** It goes on. */
    SNAPSHOT,
    /** It stands still for a while, in memory. */
    SUSPEND,
    /** It is shut down, and started again as soon as the copy has begun. */
    STOP
  }

  /** The name of the target that a guest is, which is its path in snapshots. */
  public static String target(int vmid) {
    return FOLDER + vmid;
  }

  /** Whether a target may be a guest, as its name says; a file tree may be called so, too. */
  public static boolean isTarget(String name) {
    return TARGET.matcher(name).matches();
  }

  /**
   * Which guests. What one of the lists names is copied; where all of them are empty, everything is
   * that is no template.
   *
   * @param ids numbers
   * @param tags of guests, in lower case
   * @param pools of the cluster
   * @param names of guests
   * @param exclude numbers that are left out, whatever names them
   */
  public record Guests(
      List<Integer> ids,
      List<String> tags,
      List<String> pools,
      List<String> names,
      List<Integer> exclude) {
    public Guests {
      ids = List.copyOf(ids);
      tags = List.copyOf(tags);
      pools = List.copyOf(pools);
      names = List.copyOf(names);
      exclude = List.copyOf(exclude);
    }

    /** Whether nothing is named, so that everything is meant. */
    public boolean all() {
      return ids.isEmpty() && tags.isEmpty() && pools.isEmpty() && names.isEmpty();
    }
  }

  /**
   * A login that may only start copies.
   *
   * @param user on the nodes
   * @param keyFile file with its private key
   * @param hostKeys of the nodes, each as in a file of known hosts, without the host's name
   * @param port on the nodes
   */
  public record Ssh(String user, String keyFile, List<String> hostKeys, int port) {
    public Ssh {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(keyFile, "keyFile");
      hostKeys = List.copyOf(hostKeys);
    }
  }

  /**
   * A storage that the host writes archives to, and that is mounted here.
   *
   * @param storage of the host
   * @param folder where it is mounted
   */
  public record Spool(String storage, String folder) {
    public Spool {
      Objects.requireNonNull(storage, "storage");
      Objects.requireNonNull(folder, "folder");
    }
  }
}
