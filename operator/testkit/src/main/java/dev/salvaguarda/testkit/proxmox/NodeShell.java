package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;

/** The SSH server of a node: keys only, no terminal, no shell, one program for each channel. */
public final class NodeShell implements AutoCloseable {
  private static final String KEY_EXCHANGE = "curve25519-sha256";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair hostKey;
  private final String address;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final AtomicLong bytesUntilEvent = new AtomicLong(Long.MAX_VALUE);
  private volatile Runnable event = () -> {};

  NodeShell(String address, KeyPair hostKey, List<PublicKey> authorized, ForcedCommand forced) {
    this.address = address;
    this.hostKey = hostKey;
    server.setHost(address);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(null);
    server.setKeyboardInteractiveAuthenticator(null);
    server.setPublickeyAuthenticator((user, key, _) ->
        user.equals("root")
            && authorized.stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
    server.setShellFactory(null);
    // The others that are offered first take half a second in the tests' JVMs.
    server.setKeyExchangeFactories(
        server.getKeyExchangeFactories().stream()
            .filter(exchange -> exchange.getName().equals(KEY_EXCHANGE))
            .toList());
    server.setChannelFactories(List.of(new WithoutTerminal()));
    server.setCommandFactory((channel, command) -> {
      commands.add(command);
      return new ShellProgram(channel, command, forced, this::taken);
    });
  }

  /**
   * Starts it.
   *
   * @param port 0 for any
   */
  void start(int port) {
    server.setPort(port);
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An IPv4 address. */
  public String address() {
    return address;
  }

  /** The same on every node of a cluster. */
  public int port() {
    return server.getPort();
  }

  /** Type and key as they stand in {@code known_hosts} behind the host: {@code ssh-ed25519 AA…}. */
  public String hostKey() {
    return PublicKeyEntry.toString(hostKey.getPublic());
  }

  /** What was to be run, oldest first. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** Once programs took so many more bytes from their standard inputs, something happens. */
  public void afterInput(long bytes, Runnable happens) {
    event = happens;
    bytesUntilEvent.set(bytes);
  }

  private void taken(int bytes) {
    long left = bytesUntilEvent.getAndAdd(-bytes);
    if (left > 0 && left <= bytes) {
      event.run();
    }
  }

  /** Ends every connection, as a host does that falls over. */
  public void dropConnections() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class WithoutTerminal extends ChannelSessionFactory {
    @Override
    public Channel createChannel(Session session) {
      return new ChannelSession() {
        @Override
        protected RequestHandler.Result handlePtyReq(Buffer buffer, boolean wantReply) {
          return RequestHandler.Result.ReplyFailure;
        }
      };
    }
  }
}
