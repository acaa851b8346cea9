package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.adapter.LocalAddress;
import dev.salvaguarda.controller.adapter.http.webhook.Reply.Obstacle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a name leads. The client's own look-up right behind it is answered from the memory of the
 * JVM, so what was checked is what is connected to.
 */
final class Doorway {
  private Doorway() {}

  /**
   * Why nothing may be sent there; empty if it may.
   *
   * @param host a name or an address, IPv6 in brackets
   */
  static Optional<Obstacle> closed(String host, boolean allowLocal) {
    try {
      InetAddress[] found = InetAddress.getAllByName(host);
      return !allowLocal && Arrays.stream(found).anyMatch(LocalAddress::is)
          ? Optional.of(Obstacle.LOCAL)
          : Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.of(Obstacle.NAME_UNKNOWN);
    }
  }
}
