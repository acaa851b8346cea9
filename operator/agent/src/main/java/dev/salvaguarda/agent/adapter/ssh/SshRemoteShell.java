package dev.salvaguarda.agent.adapter.ssh;

import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.proxmox.SshAccess;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.loader.KeyPairResourceParser;
import org.apache.sshd.common.config.keys.loader.openssh.OpenSSHKeyPairResourceParser;
import org.apache.sshd.common.config.keys.loader.pem.PEMResourceParserUtils;

/** Runs programs by SSH; each has a connection of its own. */
public final class SshRemoteShell implements RemoteShell {
  /** How long each step of a connection may take. */
  public static final Duration TO_CONNECT = Duration.ofSeconds(20);

  private final SshAccess access;
  private final KnownHostKeys known;
  private final KeyPair key;
  private final Duration toConnect;

  /**
   * Reads the keys.
   *
   * @param toConnect the longest that each step may take, usually {@link #TO_CONNECT}
   * @throws SourceException if a key can't be read
   */
  public SshRemoteShell(SshAccess access, Duration toConnect) throws SourceException {
    this.access = access;
    this.known = KnownHostKeys.parse(access.hostKeys());
    this.key = key(access);
    this.toConnect = toConnect;
  }

  private static KeyPair key(SshAccess access) throws SourceException {
    KeyPairResourceParser parser =
        KeyPairResourceParser.aggregate(
            PEMResourceParserUtils.PROXY, OpenSSHKeyPairResourceParser.INSTANCE);
    try {
      Collection<KeyPair> keys =
          parser.loadKeyPairs(
              null,
              NamedResource.ofName("key"),
              FilePasswordProvider.EMPTY,
              access.key().revealUtf8());
      if (!keys.isEmpty()) {
        return keys.iterator().next();
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The library's words may repeat what it has read.
    }
    throw SourceException.ofSource(
        FailureReason.SOURCE_ACCESS_DENIED,
        "The SSH key is no private key in the form of OpenSSH or PEM, or has a passphrase.");
  }

  @Override
  public RunningProgram start(String host, String command)
      throws SourceException, InterruptedException {
    SshConnection connection = new SshConnection(known, key);
    boolean started = false;
    try {
      ClientSession session = enter(connection, host);
      ChannelExec channel = session.createExecChannel(command);
      channel.open().verify(toConnect);
      RunningProgram program = new RemoteProgram(connection, channel);
      started = true;
      return program;
    } catch (InterruptedIOException e) {
      throw stoppedOr(e, connection, host);
    } catch (IOException e) {
      throw failure(e, connection, host);
    } catch (UnresolvedAddressException e) {
      throw unreachable(host, "the host name is unknown", e);
    } finally {
      if (!started) {
        connection.close();
      }
    }
  }

  private ClientSession enter(SshConnection connection, String host) throws IOException {
    ClientSession session =
        connection
            .client()
            .connect(access.user(), host, access.port())
            .verify(toConnect)
            .getClientSession();
    session.auth().verify(toConnect);
    return session;
  }

  /** Being stopped and waiting too long look nearly the same in this library. */
  private SourceException stoppedOr(InterruptedIOException e, SshConnection connection, String host)
      throws InterruptedException {
    if (e.getCause() instanceof InterruptedException && !(e instanceof SocketTimeoutException)) {
      throw new InterruptedException("stopped while a connection was made");
    }
    return failure(e, connection, host);
  }

  private SourceException failure(IOException e, SshConnection connection, String host) {
    Optional<String> shown = connection.refused().map(KnownHostKeys::told);
    if (shown.isPresent()) {
      return SourceException.ofSource(
          FailureReason.SOURCE_TLS_NOT_TRUSTED,
          "%s showed the host key %s, which is none of those of the policy."
              .formatted(place(host), shown.get()),
          e);
    }
    if (e instanceof SshException ssh
        && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "%s refused the SSH key for the user %s.".formatted(place(host), access.user()),
          e);
    }
    return unreachable(host, network(e), e);
  }

  private SourceException unreachable(String host, String why, Exception cause) {
    return SourceException.ofSource(
        FailureReason.SOURCE_UNREACHABLE,
        "There is no SSH connection to %s: %s.".formatted(place(host), why),
        cause);
  }

  private String place(String host) {
    return host + ":" + access.port();
  }

  private static String network(IOException e) {
    if (e instanceof UnknownHostException || e.getCause() instanceof UnresolvedAddressException) {
      return "the host name is unknown";
    }
    return e instanceof InterruptedIOException || e.getCause() instanceof TimeoutException
        ? "no answer in time"
        : ServerWords.of(Objects.requireNonNullElse(e.getMessage(), "the connection broke"));
  }
}
