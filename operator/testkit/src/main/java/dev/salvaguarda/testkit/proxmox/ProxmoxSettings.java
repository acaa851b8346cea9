package dev.salvaguarda.testkit.proxmox;

import java.time.Duration;
import java.util.List;

/**
 * What a simulated cluster is like.
 *
 * @param seed of the guests' contents and of the order in which archives hold it
 * @param version as {@code GET /version} tells it, such as {@code 9.2.3}
 * @param nodes names, the first is the one whose API is asked; node n has the address 127.0.0.n
 * @param refusalDelay before a wrong token is answered; three seconds on a real host
 * @param requestsPerConnection after which a connection ends; 1000 on a real host
 * @param legacyErrors whether errors are told in the reason phrase only, as before Proxmox VE 8.4
 * @param numbersAsStrings whether numbers come as strings, as Perl is free to do
 */
public record ProxmoxSettings(
    long seed,
    String version,
    List<String> nodes,
    Duration refusalDelay,
    int requestsPerConnection,
    boolean legacyErrors,
    boolean numbersAsStrings) {

  public ProxmoxSettings {
    nodes = List.copyOf(nodes);
  }

  /** One node {@code pve01} of today's version that refuses at once. */
  public static ProxmoxSettings of(long seed) {
    return new ProxmoxSettings(seed, "9.2.3", List.of("pve01"), Duration.ZERO, 1000, false, false);
  }

  /** The same with these nodes. */
  public ProxmoxSettings withNodes(String... names) {
    return new ProxmoxSettings(
        seed,
        version,
        List.of(names),
        refusalDelay,
        requestsPerConnection,
        legacyErrors,
        numbersAsStrings);
  }

  /** The same in another version. */
  public ProxmoxSettings withVersion(String other) {
    return new ProxmoxSettings(
        seed, other, nodes, refusalDelay, requestsPerConnection, legacyErrors, numbersAsStrings);
  }

  /** The same that thinks for so long before it refuses a token. */
  public ProxmoxSettings withRefusalDelay(Duration delay) {
    return new ProxmoxSettings(
        seed, version, nodes, delay, requestsPerConnection, legacyErrors, numbersAsStrings);
  }

  /** The same that ends each connection after so many requests. */
  public ProxmoxSettings withRequestsPerConnection(int requests) {
    return new ProxmoxSettings(
        seed, version, nodes, refusalDelay, requests, legacyErrors, numbersAsStrings);
  }

  /** The same that tells errors in the reason phrase only. */
  public ProxmoxSettings withLegacyErrors() {
    return new ProxmoxSettings(
        seed, version, nodes, refusalDelay, requestsPerConnection, true, numbersAsStrings);
  }

  /** The same that tells numbers as strings. */
  public ProxmoxSettings withNumbersAsStrings() {
    return new ProxmoxSettings(
        seed, version, nodes, refusalDelay, requestsPerConnection, legacyErrors, true);
  }
}
