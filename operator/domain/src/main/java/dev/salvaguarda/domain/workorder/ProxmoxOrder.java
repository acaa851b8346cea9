package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Virtual machines and containers of a Proxmox VE host or cluster.
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
 * @param containerFallback what becomes of a container of which no snapshot can be made
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
    Consistency requiredConsistency,
    ContainerFallback containerFallback)
    implements SourceOrder.Kind {
  private static final String FOLDER = "/guests/";
  private static final Pattern TARGET = Pattern.compile(FOLDER + "[1-9]\\d{2,8}");

  public ProxmoxOrder {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(tokenIdFile, "tokenIdFile");
    Objects.requireNonNull(tokenSecretFile, "tokenSecretFile");
    Objects.requireNonNull(guests, "guests");
    Objects.requireNonNull(ssh, "ssh");
    Objects.requireNonNull(requiredConsistency, "requiredConsistency");
    Objects.requireNonNull(containerFallback, "containerFallback");
  }

  /** An order that takes no container of which no snapshot can be made. */
  public ProxmoxOrder(
      String endpoint,
      @Nullable String caBundleFile,
      @Nullable String fingerprint,
      String tokenIdFile,
      String tokenSecretFile,
      Guests guests,
      Ssh ssh,
      @Nullable String fleecingStorage,
      Consistency requiredConsistency) {
    this(
        endpoint,
        caBundleFile,
        fingerprint,
        tokenIdFile,
        tokenSecretFile,
        guests,
        ssh,
        fleecingStorage,
        requiredConsistency,
        ContainerFallback.FAIL);
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

  /** The name of the target that a guest is, which is its path in snapshots. */
  public static String target(int vmid) {
    return FOLDER + vmid;
  }

  /** The ways to the host. */
  public ProxmoxAccess access() {
    return new ProxmoxAccess(
        endpoint, caBundleFile, fingerprint, tokenIdFile, tokenSecretFile, ssh);
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
}
