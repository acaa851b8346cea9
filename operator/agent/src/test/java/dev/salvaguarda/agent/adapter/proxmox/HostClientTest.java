package dev.salvaguarda.agent.adapter.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.SecretBytes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostClientTest {
  @Test
  void whoIsToldToStopWaitsForAHungHostNoLonger() throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RestProxmoxApi api =
          new RestProxmoxApi(
              URI.create("https://127.0.0.1:" + hung.getLocalPort()),
              new HostTrust.OfSystem(),
              SecretBytes.ofUtf8("backup@pve!salvaguarda=secret"),
              Duration.ofMinutes(5));
      FutureTask<SourceException> asked =
          new FutureTask<>(() -> catchThrowableOfType(SourceException.class, api::inventory));
      Thread _ = Thread.ofPlatform().daemon().start(asked);

      try (Socket connection = hung.accept()) {
        // OkHttp misses a cancel between the two handshakes, of TCP and of TLS; then the call ends
        // when the host had its time.
        assertThat(connection.getInputStream().read())
            .as("the TLS handshake began")
            .isNotNegative();

        api.hurry();

        assertThat(asked.get(20, TimeUnit.SECONDS).failure().reason())
            .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
      }
    }
  }
}
