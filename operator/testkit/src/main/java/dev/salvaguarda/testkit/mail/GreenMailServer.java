package dev.salvaguarda.testkit.mail;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.salvaguarda.testkit.process.Machine;
import java.util.List;
import java.util.Objects;

/**
 * GreenMail in this JVM: plain, takes everything for everybody, and checks a login if one comes.
 */
public final class GreenMailServer implements SmtpServer {
  private final GreenMail mail;

  private GreenMailServer(GreenMail mail) {
    this.mail = mail;
  }

  /** Starts a server on a free port. */
  public static GreenMailServer start() {
    return startAt(Machine.freePort());
  }

  /** On a port that is known already. */
  public static GreenMailServer startAt(int port) {
    GreenMail mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.setUser(USER, PASSWORD);
    mail.start();
    return new GreenMailServer(mail);
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return mail.getSmtp().getPort();
  }

  @Override
  public List<String> received(String address) {
    try {
      var user = mail.getUserManager().getUserByEmail(address);
      return user == null
          ? List.of()
          : Objects.requireNonNull(mail.getManagers().getImapHostManager().getInbox(user))
              .getMessages()
              .stream()
              .map(stored -> GreenMailUtil.getWholeMessage(stored.getMimeMessage()))
              .toList();
    } catch (FolderException e) {
      throw new IllegalStateException("GreenMail does not tell what it has", e);
    }
  }

  @Override
  public void close() {
    mail.stop();
  }
}
