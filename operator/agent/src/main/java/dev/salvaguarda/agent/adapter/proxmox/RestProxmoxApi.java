package dev.salvaguarda.agent.adapter.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks by HTTPS, in the name of an API token. */
public final class RestProxmoxApi implements ProxmoxApi {
  private final HostClient host;

  /** Asks what this talks to. */
  public RestProxmoxApi(HostClient host) {
    this.host = host;
  }

  /**
   * Asks one host, which answers for its whole cluster.
   *
   * @param endpoint such as {@code https://pve01.example.org:8006}
   * @param token such as {@code backup@pve!salvaguarda=…}; stays the caller's
   * @param toAnswer the longest that the host may be silent, usually {@link HostClient#TO_ANSWER}
   * @throws SourceException if endpoint, token or CA bundle can't be what they should be
   */
  public RestProxmoxApi(URI endpoint, HostTrust trust, SecretBytes token, Duration toAnswer)
      throws SourceException {
    this(new HostClient(endpoint, trust, token, toAnswer, HostClient.LONGEST_ANSWER));
  }

  @Override
  public Inventory inventory() throws SourceException, InterruptedException {
    JsonNode said = host.data(host.at("version")).path("version");
    ProxmoxVersion version =
        ProxmoxVersion.parse(said.asText(""))
            .orElseThrow(() -> host.strange("it does not tell its version"));
    JsonNode guests = host.data(host.at("cluster/resources", "type", "vm"));
    JsonNode nodes = host.data(host.at("cluster/resources", "type", "node"));
    Optional<JsonNode> status = host.unlessDenied(host.at("cluster/status"));
    try {
      return new Inventory(version, Listing.guests(guests), Listing.nodes(nodes, status));
    } catch (IllegalArgumentException e) {
      throw host.strange(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<Privilege> missing(Collection<Privilege> needed)
      throws SourceException, InterruptedException {
    TreeMap<String, JsonNode> granted = new TreeMap<>();
    List<Privilege> missing = new ArrayList<>();
    for (Privilege privilege : new TreeSet<>(needed)) {
      String path = privilege.path();
      if (!granted.containsKey(path)) {
        granted.put(path, host.data(host.at("access/permissions", "path", path)));
      }
      if (!Listing.isGranted(granted.get(path), path, privilege.name())) {
        missing.add(privilege);
      }
    }
    return missing;
  }

  @Override
  public void hurry() {
    host.hurry();
  }
}
