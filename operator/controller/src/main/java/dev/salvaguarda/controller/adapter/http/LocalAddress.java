package dev.salvaguarda.controller.adapter.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Addresses that mean another machine, or none, to each who uses them: loopback, link-local, which
 * is where clouds tell machines their credentials, and "this host".
 */
final class LocalAddress {
  private static final int IPV4 = 4;

  private LocalAddress() {}

  static boolean is(InetAddress address) {
    InetAddress plain = plain(address);
    byte[] bytes = plain.getAddress();
    return plain.isLoopbackAddress()
        || plain.isLinkLocalAddress()
        || plain.isAnyLocalAddress()
        || (bytes.length == IPV4 && bytes[0] == 0);
  }

  /** An IPv4 address that a name server wrote as one of IPv6 is connected to as what it is. */
  private static InetAddress plain(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
