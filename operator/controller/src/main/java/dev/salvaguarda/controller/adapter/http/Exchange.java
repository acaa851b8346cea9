package dev.salvaguarda.controller.adapter.http;

import dev.salvaguarda.controller.adapter.http.Reply.Obstacle;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One question over a connection of our own: a name is resolved once, each of its addresses is
 * checked, and what was checked is connected to. A client that resolves by itself could be sent
 * elsewhere in between. Until the first byte of a request is written nothing was handed over; from
 * then on only the server knows.
 */
final class Exchange {
  private final Question question;
  private final SSLContext context;
  private final Duration timeout;
  private final boolean allowLocal;
  private final Socket socket = new Socket(Proxy.NO_PROXY);
  private volatile boolean handedOver;
  private volatile Reply.@Nullable Answered begun;

  /**
   * @param timeout after which it ends, whatever it is doing then
   * @param allowLocal whether it may go to the operator's own pod and to its link
   */
  Exchange(Question question, SSLContext context, Duration timeout, boolean allowLocal) {
    this.question = question;
    this.context = context;
    this.timeout = timeout;
    this.allowLocal = allowLocal;
  }

  /** Connects and encrypts, and asks nothing; empty if that went well. */
  Optional<Obstacle> meet() {
    Reply reply =
        within(() -> {
          open();
          return new Reply.Silent(Duration.ZERO);
        });
    return reply instanceof Reply.Unreached(Obstacle obstacle)
        ? Optional.of(obstacle)
        : Optional.empty();
  }

  /**
   * Asks; returns at once when interrupted.
   *
   * @param most bytes of a body that are read; zero means that of an answer only the status is
   */
  Reply ask(int most) {
    return within(() -> {
      Socket open = open();
      handedOver = true;
      question.put(open.getOutputStream());
      AnswerReader answer = new AnswerReader(open.getInputStream());
      int status = answer.status();
      if (most == 0) {
        return new Reply.Answered(status, "", "", false);
      }
      answer.readHeaders();
      begun = new Reply.Answered(status, answer.header("retry-after"), "", false);
      return new Reply.Answered(
          status, answer.header("retry-after"), answer.body(status, most), true);
    });
  }

  /** In a thread of its own: neither resolving a name nor a socket minds an interrupt. */
  private Reply within(Callable<Reply> work) {
    FutureTask<Reply> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("web-exchange").start(task);
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return broken(timeout, Obstacle.TOO_SLOW);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return broken(Duration.ZERO, Obstacle.STOPPED);
    } catch (ExecutionException e) {
      return broken(Duration.ZERO, obstacle(e.getCause()));
    } finally {
      close();
    }
  }

  /** Reading, writing and agreeing upon keys end with it. */
  private void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use any more either way.
    }
  }

  private Socket open() throws IOException {
    InetAddress[] found = InetAddress.getAllByName(question.host());
    for (InetAddress address : found) {
      if (!allowLocal && LocalAddress.is(address)) {
        throw new LocalAddressException();
      }
    }
    // The first alone: that another one answers is nothing that anybody may depend on.
    socket.connect(new InetSocketAddress(found[0], question.port()));
    return question.secure() ? encrypted() : socket;
  }

  /** Never closed by itself: it would read to the end what nobody wants to read. */
  private Socket encrypted() throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, question.peer(), question.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /** A status that came counts, though what should follow it did not. */
  private Reply broken(Duration waited, Obstacle obstacle) {
    Reply.Answered seen = begun;
    if (seen != null) {
      return seen;
    }
    return handedOver ? new Reply.Silent(waited) : new Reply.Unreached(obstacle);
  }

  private static Obstacle obstacle(@Nullable Throwable failed) {
    return switch (failed) {
      case LocalAddressException _ -> Obstacle.LOCAL;
      case UnknownHostException _ -> Obstacle.NAME_UNKNOWN;
      case ConnectException _, NoRouteToHostException _ -> Obstacle.NO_CONNECTION;
      case SSLHandshakeException _ -> Obstacle.DISTRUST;
      case SSLException _ -> Obstacle.NO_TLS;
      case null, default -> Obstacle.BROKEN;
    };
  }
}
