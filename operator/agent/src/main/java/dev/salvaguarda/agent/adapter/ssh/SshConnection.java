package dev.salvaguarda.agent.adapter.ssh;

import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/** A client for one connection, with threads of its own, so that nothing outlives it. */
final class SshConnection {
  private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(15);

  /** A peer is given up at the third heartbeat behind the last sign of life. */
  private static final int UNANSWERED_HEARTBEATS = 2;

  /** The other side may take nothing so long: some storages make a drive in minutes. */
  private static final Duration TO_TAKE = Duration.ofHours(1);

  /** Bytes that the other side may send ahead of who takes them from the channel. */
  static final int WINDOW = 1 << 20;

  private final SshClient client = SshClient.setUpDefaultClient();
  private final AtomicReference<PublicKey> refused = new AtomicReference<>();

  SshConnection(KnownHostKeys known, KeyPair key) {
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(key));
    client.setPasswordIdentityProvider(null);
    client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    client.setSignatureFactories(known.preferred(client.getSignatureFactories()));
    client.setCipherFactories(preferred(client.getCipherFactories()));
    client.setServerKeyVerifier((_, _, shown) -> {
      boolean isKnown = known.contains(shown);
      if (!isKnown) {
        refused.set(shown);
      }
      return isKnown;
    });
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, BETWEEN_HEARTBEATS);
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_HEARTBEATS);
    // A host that freezes a guest's file systems may say nothing for half an hour.
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.WINDOW_SIZE.set(client, (long) WINDOW);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, TO_TAKE);
    client.start();
  }

  /**
   * AES-GCM before all others: processors have instructions for it, while ChaCha20-Poly1305, which
   * the library would ask for first, is computed in Java and takes more time than the whole rest of
   * a copy of a guest.
   */
  private static List<NamedFactory<Cipher>> preferred(List<NamedFactory<Cipher>> known) {
    return known.stream()
        .sorted(Comparator.comparing(cipher -> !cipher.getName().endsWith("-gcm@openssh.com")))
        .toList();
  }

  SshClient client() {
    return client;
  }

  /** The host key that was shown and is not known; empty if there was none. */
  Optional<PublicKey> refused() {
    return Optional.ofNullable(refused.get());
  }

  /** Ends everything at once, without waiting for the other side. */
  void close() {
    var _ = client.close(true);
  }
}
