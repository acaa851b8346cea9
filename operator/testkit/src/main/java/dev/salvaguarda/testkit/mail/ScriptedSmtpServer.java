package dev.salvaguarda.testkit.mail;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that obeys, but for what a test tells it to do instead: break off, hang, dribble,
 * refuse, lie.
 *
 * <p>It offers STARTTLS and the logins PLAIN, LOGIN and XOAUTH2, and takes mail without either.
 */
public final class ScriptedSmtpServer implements SmtpServer {
  /** What a test can script: the first four letters of a command, or one of these. */
  public static final String GREETING = "GREETING";

  /** The end of a message. */
  public static final String DOT = ".";

  private final Path folder = Machine.temporaryFolder("smtp");
  private @Nullable ServerCertificate certificate;
  private final boolean implicitTls;
  private final ServerSocket listener;
  private final Map<String, Function<String, Act>> script = new ConcurrentHashMap<>();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** A message that was handed over to its end, and that this server did not refuse. */
  public record Delivery(List<String> recipients, String message) {}

  private ScriptedSmtpServer(boolean implicitTls, int port) throws IOException {
    this.implicitTls = implicitTls;
    this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("smtp-listener").start(this::listen);
  }

  /** Plain at first, with STARTTLS. */
  public static ScriptedSmtpServer start() {
    return start(false, Machine.freePort());
  }

  /** On a port that is known already, such as that of a server that went away. */
  public static ScriptedSmtpServer startAt(int port) {
    return start(false, port);
  }

  /** Encrypted from the first byte. */
  public static ScriptedSmtpServer startImplicitTls() {
    return start(true, Machine.freePort());
  }

  /** With a certificate for another name than that by which it is reached. */
  public static ScriptedSmtpServer startAs(String name) {
    ScriptedSmtpServer server = start();
    server.certificate = ServerCertificate.createFor(name, server.folder);
    return server;
  }

  private static ScriptedSmtpServer start(boolean implicitTls, int port) {
    try {
      return new ScriptedSmtpServer(implicitTls, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on, this is what is done at a command. */
  public ScriptedSmtpServer at(String command, Act act) {
    return at(command, _ -> act);
  }

  /** From now on, this is what is done at a command, seen its whole line. */
  public ScriptedSmtpServer at(String command, Function<String, Act> act) {
    script.put(command, act);
    return this;
  }

  /** Obeys again, and forgets what it was told and given. */
  public void reset() {
    script.clear();
    commands.clear();
    deliveries.clear();
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  /** PEM file of the authority to trust. */
  public Path caBundle() {
    return certificate().certificate();
  }

  @Override
  public List<String> received(String address) {
    return deliveries.stream()
        .filter(delivery -> delivery.recipients().contains(address))
        .map(Delivery::message)
        .toList();
  }

  /** All that was handed over, oldest first. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** All that clients said outside of messages and logins, oldest first. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** Whether nobody is connected. */
  public boolean isIdle() {
    return open.isEmpty();
  }

  @Override
  public void close() {
    quietly(listener);
    open.forEach(ScriptedSmtpServer::quietly);
    Folders.delete(folder);
  }

  Act act(String command, String line) {
    commands.add(line);
    return script.getOrDefault(command, _ -> new Act.Obey()).apply(line);
  }

  void keep(Delivery delivery) {
    deliveries.add(delivery);
  }

  SSLContext tls() {
    return certificate().serverContext();
  }

  /** Made when it is first needed, since that takes seconds. */
  private synchronized ServerCertificate certificate() {
    if (certificate == null) {
      certificate = ServerCertificate.create(folder);
    }
    return certificate;
  }

  boolean offers(String extension) {
    return !extension.equals("STARTTLS") || !implicitTls;
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().name("smtp-dialogue").start(() -> serve(socket));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        SmtpDialogue dialogue = new SmtpDialogue(this, socket)) {
      if (implicitTls) {
        dialogue.encrypt();
      }
      dialogue.run();
    } catch (IOException e) {
      // The client is gone, or we are.
    } finally {
      open.remove(socket);
    }
  }

  private static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is of no use any more.
    }
  }
}
