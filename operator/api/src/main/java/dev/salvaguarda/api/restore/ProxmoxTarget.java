package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.BracketedAddress;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.HostUrl;
import dev.salvaguarda.api.schema.StorageName;
import dev.salvaguarda.api.schema.WebUrl;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.api.source.ProxmoxSsh;
import dev.salvaguarda.api.source.ProxmoxTls;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A Proxmox VE host on which guests are made. Exactly one of {@code vmid} and {@code vmidRange} is
 * set.
 *
 * @param endpoint of the API of the host, or of any node of the cluster
 * @param tls by what the API is known; null means the authorities of the image
 * @param tokenRef Secret with the keys {@link ProxmoxSource#TOKEN_ID} and {@link
 *     ProxmoxSource#TOKEN_SECRET}
 * @param ssh how the node is entered
 * @param node on which guests are made
 * @param storage that their drives lie on
 * @param vmid the number of the guest
 * @param vmidRange the numbers that guests may have, of which the first that is free is taken
 * @param network whether links are down; {@link Network#ISOLATED} when not given
 * @param unique whether guests get new addresses; true when not given
 * @param start whether guests are started; null means that a test starts them, and a recovery does
 *     not
 * @param agentTimeout how long a machine's agent may take to answer after its start, and the most
 *     for which a container is watched; {@link #DEFAULT_AGENT_TIMEOUT} when not given
 * @param requireStart whether a test fails if a guest can't be asked whether it started; null means
 *     that it does not, and in a recovery nothing else is allowed
 */
@ApiObject
@ValidationRule(
    value = "has(self.vmid) != has(self.vmidRange)",
    message = "exactly one of vmid and vmidRange must be set")
public record ProxmoxTarget(
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
                + " token that may see the guests and nodes of the host. It can be that of the source.")
        @Required
        LocalRef tokenRef,
    @JsonPropertyDescription(
            "A login whose key is bound to the guard of the host, which allows what is asked for"
                + " here if its configuration says so: see the guide.")
        @Required
        ProxmoxSsh ssh,
    @JsonPropertyDescription("Name of the node on which guests are made, for example pve01.")
        @Required
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$')",
            message = "must be the name of a node without its domain, for example pve01")
        String node,
    @JsonPropertyDescription(
            "Name of the storage of the host that the drives of guests lie on, for example"
                + " local-lvm. The guard has to allow it.")
        @Required
        @StorageName
        String storage,
    @JsonPropertyDescription(
            "Number of the guest. No guest may have it, unless a recovery with overwrite: Force"
                + " replaces the one that does.")
        @Min(ProxmoxTarget.FIRST_VMID)
        @Max(ProxmoxTarget.LAST_VMID)
        @Nullable Integer vmid,
    @JsonPropertyDescription(
            "Numbers that guests may have. The first that is free is taken; the guard has to allow all"
                + " of them.")
        @Nullable VmidRange vmidRange,
    @JsonPropertyDescription(
            "Isolated: the links of guests are down, so that they can't speak to anybody. Keep: they"
                + " are as they were. A test is always Isolated.")
        @Default("Isolated")
        Network network,
    @JsonPropertyDescription(
            "Whether guests get new MAC addresses, and a virtual machine a new UUID. Set it to false"
                + " where a guest comes back in place of itself. A test always gives new ones.")
        @Default("true")
        Boolean unique,
    @JsonPropertyDescription(
            "Whether guests are started. Without it, a test starts them, and a recovery does not. Of"
                + " a virtual machine that was copied without its guest agent nobody can tell whether it"
                + " is up: a test does not start it, a recovery does, and stays V1.")
        @Nullable Boolean start,
    @JsonPropertyDescription(
            "How long the guest agent of a virtual machine may take to answer after its start. A"
                + " container has to stay up for 10s after its start, or for this time if that is"
                + " shorter.")
        @Default(ProxmoxTarget.DEFAULT_AGENT_TIMEOUT)
        @DurationText
        String agentTimeout,
    @JsonPropertyDescription(
            "Test: true lets a virtual machine without a guest agent fail, since nobody can tell"
                + " whether it started. Without it, it is not started, and proven by its archive and"
                + " by what its drives hold (V2). Containers need no agent.")
        @Nullable Boolean requireStart)
    implements RestoreTarget.Kind {

  /** How long an agent may take when nothing is said. */
  public static final String DEFAULT_AGENT_TIMEOUT = "5m";

  static final int FIRST_VMID = 100;
  static final int LAST_VMID = 999_999_999;

  public ProxmoxTarget {
    network = network == null ? Network.ISOLATED : network;
    unique = unique == null || unique;
    agentTimeout = agentTimeout == null ? DEFAULT_AGENT_TIMEOUT : agentTimeout;
  }

  /** Whether a guest falls short that can't be asked whether it started. */
  public boolean startIsRequired() {
    return Boolean.TRUE.equals(requireStart);
  }

  /** The lowest number that a guest may have. */
  public int firstVmid() {
    return vmidRange == null ? number() : vmidRange.first();
  }

  /** The highest. */
  public int lastVmid() {
    return vmidRange == null ? number() : vmidRange.last();
  }

  private int number() {
    if (vmid == null) {
      throw new IllegalStateException("neither vmid nor vmidRange is set");
    }
    return vmid;
  }

  /** What becomes of the links of guests. */
  public enum Network {
    /** They are down. */
    @JsonProperty("Isolated")
    ISOLATED,
    /** They are as they were. */
    @JsonProperty("Keep")
    KEEP
  }

  /**
   * Numbers of guests.
   *
   * @param first the lowest
   * @param last the highest
   */
  @ApiObject
  @ValidationRule(
      value = "self.first <= self.last && self.last - self.first < 10000",
      message =
          "first must not be greater than last, and the range must have at most 10000 numbers")
  public record VmidRange(
      @JsonPropertyDescription("The lowest number.")
          @Required
          @Min(ProxmoxTarget.FIRST_VMID)
          @Max(ProxmoxTarget.LAST_VMID)
          Integer first,
      @JsonPropertyDescription("The highest number.")
          @Required
          @Min(ProxmoxTarget.FIRST_VMID)
          @Max(ProxmoxTarget.LAST_VMID)
          Integer last) {}
}
