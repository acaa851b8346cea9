package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.BracketedAddress;
import dev.salvaguarda.api.schema.HostUrl;
import dev.salvaguarda.api.schema.StorageName;
import dev.salvaguarda.api.schema.WebUrl;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guests of one Proxmox VE host or cluster.
 *
 * @param endpoint of the API of the host, or of any node of the cluster
 * @param tls by what the API is known; null means the authorities of the image
 * @param tokenRef Secret with the keys {@link #TOKEN_ID} and {@link #TOKEN_SECRET}
 * @param guests which of them; everything that is no template when not given
 * @param transport how a copy comes out of a node
 * @param fleecing where the host keeps what a guest overwrites meanwhile; null means nowhere
 * @param requiredConsistency of copies; {@link Consistency#CRASH} when not given
 * @param containerFallback what becomes of a container of which no snapshot can be made; {@link
 *     ContainerFallback#FAIL} when not given
 * @param mode what a guest does meanwhile; {@link Mode#SNAPSHOT} when not given
 * @param parallelNodes from how many nodes guests are copied at a time; 1 when not given
 * @param exclusions guests that are in no policy on purpose
 */
@ApiObject
public record ProxmoxSource(
    @JsonPropertyDescription(
            "URL of the API of the host, or of any node of the cluster, for example"
                + " https://pve01.example.org:8006.")
        @Required
        @WebUrl
        @BracketedAddress
        @HostUrl
        String endpoint,
    @JsonPropertyDescription(
            "By what the certificate of the API is known. Without it, by the authorities that the"
                + " image trusts, among which those of Proxmox hosts hardly ever are.")
        @Nullable ProxmoxTls tls,
    @JsonPropertyDescription(
            "Secret with the keys tokenId, such as backup@pve!salvaguarda, and tokenSecret of an API"
                + " token. The guide lists the privileges that it needs.")
        @Required
        LocalRef tokenRef,
    @JsonPropertyDescription(
            "Which guests to copy, found out anew by every run; each is a target of its own. Without"
                + " it: all that are no templates.")
        @Default("{}")
        ProxmoxGuests guests,
    @JsonPropertyDescription("How copies come out of the host.") @Required Transport transport,
    @JsonPropertyDescription(
            "Where the host keeps what a virtual machine overwrites while it is copied. Without it:"
                + " with transport.ssh FLEECING of the host's guard; without both, a machine that writes"
                + " waits for the copy where it is slow. Hosts before Proxmox VE 8.2 do without.")
        @Nullable Fleecing fleecing,
    @JsonPropertyDescription(
            "The least that copies must be. Crash: as if the power had failed. FileSystem: the"
                + " guest's agent froze its file systems first, or it was off; containers always are."
                + " A run with a weaker copy is Degraded.")
        @Default("Crash")
        Consistency requiredConsistency,
    @JsonPropertyDescription(
            "What becomes of a container on a storage that makes no snapshots. Fail: it is not"
                + " copied. Accept: the host copies all of its files aside first, which takes room"
                + " there, and suspends it for the second time that it does.")
        @Default("Fail")
        ContainerFallback containerFallback,
    @JsonPropertyDescription(
            "What a guest does while it is copied, as vzdump has it. Snapshot: it goes on. Suspend: it"
                + " stands still for a while. Stop: a machine is shut down, and started again once the"
                + " copy has begun; a container stays off until it is copied; one that is managed by"
                + " HA can't be. With transport.ssh, the guard of the host has to allow the last two by"
                + " MODES.")
        @Default("Snapshot")
        Mode mode,
    @JsonPropertyDescription(
            "From how many nodes of a cluster guests are copied at a time, one of each node: 1 to 4."
                + " Each more takes memory, see the guide.")
        @Default("1")
        @Min(1)
        @Max(ProxmoxSource.MOST_NODES)
        Integer parallelNodes,
    @JsonPropertyDescription(
            "Guests that no policy copies on purpose, with the reason. All others that no policy of"
                + " the namespace copies are named by the condition CoverageComplete. What guests"
                + " selects is copied all the same.")
        @Size(max = 50)
        List<ProxmoxExclusion> exclusions)
    implements SourceSpec.Kind {

  /** Key with the token's name. */
  public static final String TOKEN_ID = "tokenId";

  /** Key with its secret. */
  public static final String TOKEN_SECRET = "tokenSecret";

  /** Key with a private key, as Secrets of the type kubernetes.io/ssh-auth have it. */
  public static final String SSH_KEY = "ssh-privatekey";

  /** So many copies side by side share a worker. */
  static final int MOST_NODES = 4;

  public ProxmoxSource {
    guests = guests == null ? ProxmoxGuests.all() : guests;
    requiredConsistency = requiredConsistency == null ? Consistency.CRASH : requiredConsistency;
    containerFallback = containerFallback == null ? ContainerFallback.FAIL : containerFallback;
    mode = mode == null ? Mode.SNAPSHOT : mode;
    parallelNodes = parallelNodes == null ? 1 : parallelNodes;
    exclusions = ProxmoxGuests.listOf(exclusions);
  }

  /**
   * How copies come out of a node. Exactly one of the components is set.
   *
   * @param ssh a login that may only start copies
   * @param spool a storage that the host and the worker share
   */
  @ApiObject
  @ValidationRule(
      value = "has(self.ssh) != has(self.spool)",
      message = "exactly one of ssh and spool must be set")
  public record Transport(
      @JsonPropertyDescription("Over SSH, by a login that may only start copies: see the guide.")
          @Nullable ProxmoxSsh ssh,
      @JsonPropertyDescription(
              "Without SSH: the API's token has the host write each archive to a storage that the"
                  + " worker mounts, too; it is removed once it was read. Takes Proxmox VE 7.2 or"
                  + " later, and room for the largest guest: see the guide.")
          @Nullable ProxmoxSpool spool) {}

  /**
   * Where overwritten blocks are kept meanwhile.
   *
   * @param storage of the host
   */
  @ApiObject
  public record Fleecing(
      @JsonPropertyDescription(
              "Name of a storage of the host that is fast and has room for what the guest writes"
                  + " during a copy, for example local-lvm.")
          @Required
          @StorageName
          String storage) {}

  /** How good a copy has to be. */
  public enum Consistency {
    /** As if the power had failed. */
    @JsonProperty("Crash")
    CRASH,
    /** File systems were frozen by the guest's agent when the copy began. */
    @JsonProperty("FileSystem")
    FILE_SYSTEM
  }

  /** What a guest does while it is copied. */
  public enum Mode {
    /** It goes on. */
    @JsonProperty("Snapshot")
    SNAPSHOT,
    /** It stands still for a while, in memory. */
    @JsonProperty("Suspend")
    SUSPEND,
    /** A machine is started again as soon as the copy has begun, a container once it is made. */
    @JsonProperty("Stop")
    STOP
  }

  /** What becomes of a container of which no snapshot can be made. */
  public enum ContainerFallback {
    /** It is not copied. */
    @JsonProperty("Fail")
    FAIL,
    /** The host copies its files aside first. */
    @JsonProperty("Accept")
    ACCEPT
  }
}
