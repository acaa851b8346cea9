package dev.salvaguarda.controller.port;

import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.domain.guest.Exclusion;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Guests;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at Proxmox hosts, and changes nothing there. */
@FunctionalInterface
public interface GuestHosts {
  /**
   * Ends by itself after a bounded time for each node that has to be entered; an interrupt ends it
   * at once.
   */
  HostFinding look(Question question);

  /**
   * What is asked of a host or cluster.
   *
   * @param way how copies come out of its nodes
   * @param guests what the policy copies
   * @param policies what each policy of this endpoint copies, this one among them
   * @param exclusions of all of them
   * @param trials where the tests of the policy start guests; null if they start none
   */
  record Question(
      Login host,
      Way way,
      Guests guests,
      List<Guests> policies,
      List<Exclusion> exclusions,
      @Nullable Trials trials) {
    public Question {
      policies = List.copyOf(policies);
      exclusions = List.copyOf(exclusions);
    }
  }

  /** How copies come out of nodes. */
  sealed interface Way {}

  /**
   * By a storage.
   *
   * @param fleecing storage that keeps what a guest overwrites meanwhile; null means none
   */
  record Spool(String storage, @Nullable String fleecing) implements Way {}

  /** By a login on the nodes. */
  record Ssh(String user, SensitiveText key, List<String> hostKeys, int port) implements Way {
    public Ssh {
      hostKeys = List.copyOf(hostKeys);
    }
  }

  /**
   * Where, and as whom.
   *
   * @param endpoint of its API, such as {@code https://pve01.example.org:8006}
   * @param authorities in PEM form; null means the system's
   * @param fingerprint of the certificate; null means that an authority is asked for
   */
  record Login(
      String endpoint,
      @Nullable String authorities,
      @Nullable String fingerprint,
      SensitiveText tokenId,
      SensitiveText tokenSecret) {}

  /**
   * Where guests are tried.
   *
   * @param ssh how its nodes are entered
   * @param storage that they lie on
   * @param firstVmid the lowest number that they may have
   * @param lastVmid the highest
   */
  record Trials(Login host, Ssh ssh, String node, String storage, int firstVmid, int lastVmid) {}
}
