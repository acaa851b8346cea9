package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Virtual machines of a Proxmox VE host or cluster.
 *
 * @param endpoint of the API, such as {@code https://pve01.example.org:8006}
 * @param caBundleFile PEM file with the authorities to trust; null means the system's
 * @param fingerprint SHA-256 of the certificate that the endpoint shows, as Proxmox writes it; null
 *     means that an authority is asked for
 * @param tokenIdFile file with the name of the API token, such as {@code backup@pve!salvaguarda}
 * @param tokenSecretFile file with its secret
 * @param guests which of them
 * @param ssh how a copy comes out of a node
 * @param fleecingStorage storage of the host that keeps what a guest overwrites meanwhile; null
 *     means none
 * @param requiredConsistency a weaker copy falls short
 */
public record ProxmoxOrder(
    String endpoint,
    @Nullable String caBundleFile,
    @Nullable String fingerprint,
    String tokenIdFile,
    String tokenSecretFile,
    Guests guests,
    Ssh ssh,
    @Nullable String fleecingStorage,
    Consistency requiredConsistency)
    implements SourceOrder.Kind {
  private static final String FOLDER = "/guests/";

  public ProxmoxOrder {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(tokenIdFile, "tokenIdFile");
    Objects.requireNonNull(tokenSecretFile, "tokenSecretFile");
    Objects.requireNonNull(guests, "guests");
    Objects.requireNonNull(ssh, "ssh");
    Objects.requireNonNull(requiredConsistency, "requiredConsistency");
  }

  /** The name of the target that a guest is, which is its path in snapshots. */
  public static String target(int vmid) {
    return FOLDER + vmid;
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
}
