package dev.salvaguarda.controller.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "::",
        "::1",
        "fe80::1",
        "febf::1"
      })
  void meansAnotherMachineToEachWhoUsesIt(String address) {
    assertThat(LocalAddress.is(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "128.0.0.1",
        "169.253.255.255",
        "192.0.2.1",
        "1.0.0.0",
        "fec0::1",
        "fd00::1",
        "2001:db8::1"
      })
  void meansTheSameToAllWhoReachIt(String address) {
    assertThat(LocalAddress.is(InetAddress.ofLiteral(address))).isFalse();
  }

  /** As a resolver hands it out that was told so by a name server. */
  @Test
  void anIpv4AddressInTheClothesOfIpv6IsSeenThrough() throws UnknownHostException {
    byte[] mapped = InetAddress.ofLiteral("2001:db8::1").getAddress();
    Arrays.fill(mapped, 0, 10, (byte) 0);
    Arrays.fill(mapped, 10, 12, (byte) 0xff);
    System.arraycopy(new byte[] {127, 0, 0, 1}, 0, mapped, 12, 4);

    assertThat(LocalAddress.is(Inet6Address.getByAddress("x", mapped, 0))).isTrue();
  }
}
