package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.BracketedAddress;
import dev.salvaguarda.api.schema.WebUrl;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
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
 */
@ApiObject
public record ProxmoxSource(
    @JsonPropertyDescription(
            "URL of the API of the host, or of any node of the cluster, for example"
                + " https://pve01.example.org:8006.")
        @Required
        @Size(max = 512)
        @WebUrl
        @BracketedAddress
        @ValidationRule(
            value = "self.matches(r\"" + ProxmoxSource.ENDPOINT + "\")",
            message =
                "must be an https URL of a host and perhaps a port, and nothing else, for example"
                    + " https://pve01.example.org:8006")
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
            "Where the host keeps what a guest overwrites while it is copied. Without it, a guest"
                + " that writes waits for the copy where it is slow. Hosts before Proxmox VE 8.2 do"
                + " without.")
        @Nullable Fleecing fleecing,
    @JsonPropertyDescription(
            "The least that copies must be. Crash: as if the power had failed. FileSystem: the"
                + " guest's agent froze its file systems first. A run with a weaker copy is Degraded.")
        @Default("Crash")
        Consistency requiredConsistency,
    @JsonPropertyDescription(
            "What becomes of a container on a storage that makes no snapshots. Fail: it is not"
                + " copied. Accept: the host copies all of its files aside first, which takes room"
                + " there, and suspends it for the second time that it does.")
        @Default("Fail")
        ContainerFallback containerFallback)
    implements SourceSpec.Kind {

  /** Key with the token's name. */
  public static final String TOKEN_ID = "tokenId";

  /** Key with its secret. */
  public static final String TOKEN_SECRET = "tokenSecret";

  /** Key with a private key, as Secrets of the type kubernetes.io/ssh-auth have it. */
  public static final String SSH_KEY = "ssh-privatekey";

  /** Beside what every URL has to be. */
  static final String ENDPOINT = "^https://[^/?]+/?$";

  public ProxmoxSource {
    guests = guests == null ? ProxmoxGuests.all() : guests;
    requiredConsistency = requiredConsistency == null ? Consistency.CRASH : requiredConsistency;
    containerFallback = containerFallback == null ? ContainerFallback.FAIL : containerFallback;
  }

  /**
   * How copies come out of a node.
   *
   * @param ssh a login that may only start copies
   */
  @ApiObject
  public record Transport(
      @JsonPropertyDescription("Over SSH, by a login that may only start copies: see the guide.")
          @Required
          ProxmoxSsh ssh) {}

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
          @Size(min = 2, max = 100)
          @ValidationRule(
              value = "self.matches('^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]$')",
              message = "must be the name of a storage of the host, for example local-lvm")
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
