package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.EmailLogin;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One connection to a mail server, from its name to the farewell.
 *
 * <p>It is held in a thread of its own: resolving a name can't be interrupted. The caller waits,
 * and ends the connection where it has to; what is left of the thread can't send anything then.
 */
final class Conversation {
  /** For the thread to notice that its connection is gone. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final EmailLogin login;
  private final Transcript transcript;
  private final Line line = new Line();

  Conversation(EmailLogin login, Transcript transcript) {
    this.login = login;
    this.transcript = transcript;
  }

  /** What is said once the server knows who speaks. */
  interface Errand {
    void run(SMTPTransport courier, Session session)
        throws MessagingException, IOException, UnusableLoginException;
  }

  /** Returns within the login's total timeout, or at once when interrupted. */
  Ending hold(Errand errand) {
    FutureTask<Ending> talk = new FutureTask<>(() -> speak(errand));
    Thread thread = Thread.ofPlatform().daemon().name("smtp").unstarted(talk);
    // Angus finds its parts by the thread's class loader, which may be any.
    thread.setContextClassLoader(SMTPTransport.class.getClassLoader());
    thread.start();
    try {
      return await(talk);
    } catch (InterruptedException e) {
      line.end();
      boolean _ = outlived(thread);
      Thread.currentThread().interrupt();
      return new Ending.Stopped();
    }
  }

  private Ending await(FutureTask<Ending> talk) throws InterruptedException {
    Duration total = login.timeouts().total();
    long end = System.nanoTime() + total.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      Duration write = login.timeouts().write().minus(line.writing());
      if (!left.isPositive() || !write.isPositive()) {
        line.end();
        return lastWord(
            talk, new Ending.Late(left.isPositive() ? login.timeouts().write() : total));
      }
      try {
        // A write that begins meanwhile is looked at before it is late.
        return talk.get(Math.min(left.toNanos(), write.toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // Looked at again.
      } catch (ExecutionException e) {
        return new Ending.Broken(Objects.requireNonNullElse(e.getCause(), e));
      }
    }
  }

  private static Ending lastWord(FutureTask<Ending> talk, Ending late) throws InterruptedException {
    try {
      return talk.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS) instanceof Ending.Complete done
          ? done
          : late;
    } catch (TimeoutException | ExecutionException e) {
      return late;
    }
  }

  private static boolean outlived(Thread thread) {
    try {
      return !thread.join(FAREWELL);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private Ending speak(Errand errand)
      throws MessagingException, IOException, UnusableLoginException {
    Properties settings = settings();
    // Read before anything is said: a bundle that can't be read is told whatever the server does.
    SSLSocketFactory encryption = Encryption.factory(login);
    settings.put("mail.smtp.ssl.socketFactory", encryption);
    Session session = Session.getInstance(settings);
    Courier courier = new Courier(session, server(), transcript);
    try (Socket plain = line.open(login)) {
      Socket socket =
          login.tls() == EmailLogin.Tls.IMPLICIT
              ? Encryption.wrap(encryption, plain, login)
              : plain;
      courier.setLocalHost(literal(plain.getLocalAddress()));
      transcript.connected();
      courier.connect(socket);
      requireLogin();
      errand.run(courier, session);
      leave(courier);
    }
    return new Ending.Complete();
  }

  /** All is said: a server that does not wait for the farewell has done nothing wrong. */
  private static void leave(SMTPTransport courier) {
    try {
      courier.close();
    } catch (MessagingException e) {
      // It is closed all the same.
    }
  }

  /** A server that offers no login is not told who speaks, and Angus goes on without. */
  private void requireLogin() throws UnusableLoginException {
    if (login.auth() != null && !transcript.page().askedForLogin()) {
      throw new UnusableLoginException(
          DeliveryFailure.Reason.LOGIN_REFUSED, "%s offers no login.".formatted(login.host()));
    }
  }

  private URLName server() {
    EmailLogin.Auth auth = login.auth();
    return auth == null
        ? new URLName("smtp", login.host(), login.port(), null, null, null)
        : new URLName(
            "smtp", login.host(), login.port(), null, auth.username(), auth.secret().reveal());
  }

  private Properties settings() {
    boolean startTls = login.tls() == EmailLogin.Tls.START_TLS;
    EmailLogin.Auth auth = login.auth();
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    settings.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    settings.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    settings.setProperty("mail.smtp.auth", Boolean.toString(auth != null));
    if (auth != null) {
      settings.setProperty("mail.smtp.auth.mechanisms", auth.mechanism().name());
    }
    settings.setProperty("mail.smtp.sendpartial", "true");
    settings.setProperty("mail.smtp.quitwait", "false");
    return settings;
  }

  /** A pod's name means nothing outside; an address is what RFC 5321 asks for then. */
  private static String literal(InetAddress address) {
    String plain = address.getHostAddress().replaceAll("%.*", "");
    return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
  }
}
