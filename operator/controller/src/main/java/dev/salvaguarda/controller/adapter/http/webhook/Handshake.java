package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.adapter.Authorities;
import dev.salvaguarda.controller.adapter.http.webhook.Reply.Obstacle;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** As far as one can go with a receiver without asking anything of it. */
final class Handshake {
  private final WebhookLogin login;
  private final boolean allowLocal;
  private final Socket socket = new Socket();

  private Handshake(WebhookLogin login, boolean allowLocal) {
    this.login = login;
    this.allowLocal = allowLocal;
  }

  /** Empty if it went well; returns within the login's timeout, or at once when interrupted. */
  static Optional<Obstacle> with(WebhookLogin login, boolean allowLocal) {
    return new Handshake(login, allowLocal).shake();
  }

  /** In a thread of its own: resolving a name can't be interrupted. */
  private Optional<Obstacle> shake() {
    FutureTask<Optional<Obstacle>> task = new FutureTask<>(this::connect);
    Thread.ofPlatform().daemon().name("webhook-probe").start(task);
    try (socket) {
      return task.get(login.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Optional.of(Obstacle.TOO_SLOW);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of(Obstacle.STOPPED);
    } catch (ExecutionException | IOException _) {
      return Optional.of(Obstacle.BROKEN);
    }
  }

  private Optional<Obstacle> connect() {
    try {
      URI url = URI.create(login.receiver().url().reveal());
      boolean isSecure = "https".equalsIgnoreCase(url.getScheme());
      String host = url.getHost().replaceAll("[\\[\\]]", "");
      int port = url.getPort() > 0 ? url.getPort() : isSecure ? 443 : 80;
      Optional<Obstacle> closed = Doorway.closed(url.getHost(), allowLocal);
      if (closed.isPresent()) {
        return closed;
      }
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        return Optional.of(Obstacle.NAME_UNKNOWN);
      }
      socket.connect(address, (int) login.timeout().toMillis());
      if (isSecure) {
        encrypt(host, port);
      }
      return Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.of(Obstacle.BAD_REQUEST);
    } catch (GeneralSecurityException _) {
      return Optional.of(Obstacle.BAD_AUTHORITIES);
    } catch (IOException e) {
      return Optional.of(obstacle(e));
    }
  }

  private void encrypt(String host, int port) throws GeneralSecurityException, IOException {
    socket.setSoTimeout((int) login.timeout().toMillis());
    SSLSocket encrypted =
        (SSLSocket)
            Authorities.context(login.authorities())
                .getSocketFactory()
                .createSocket(socket, host, port, true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    encrypted.close();
  }

  private static Obstacle obstacle(IOException thrown) {
    return switch (thrown) {
      case UnknownHostException _ -> Obstacle.NAME_UNKNOWN;
      case SocketTimeoutException _ -> Obstacle.TOO_SLOW;
      case SSLHandshakeException _ -> Obstacle.DISTRUST;
      case SSLException _ -> Obstacle.NO_TLS;
      default -> Obstacle.NO_CONNECTION;
    };
  }
}
