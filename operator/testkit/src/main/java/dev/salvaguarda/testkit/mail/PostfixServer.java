package dev.salvaguarda.testkit.mail;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A real Postfix with folders, settings and a port of its own: STARTTLS, a login that must be over
 * TLS, and mail for {@code example.org} only.
 *
 * <p>Logins and greylisting are asked of this JVM, by the protocols in which Postfix asks Dovecot
 * and its policy servers; so no further package is needed.
 */
public final class PostfixServer implements SmtpServer {
  /** Does not exist: 550. */
  public static final String UNKNOWN = "unknown@example.org";

  /** Is greylisted: 450 the first time. */
  public static final String GREYLISTED = "greylisted@example.org";

  /** Is over quota: 452 each time. */
  public static final String FULL = "full@example.org";

  /** Is answered after some seconds. */
  public static final String SLOW = "slow@example.org";

  private static final Duration START_DEADLINE = Duration.ofMinutes(2);

  private final Path folder;
  private final int port;
  private final LineService logins;
  private final LineService greylist;
  private final LocalProcess process;

  private PostfixServer(Path folder, int port, Path master) {
    this.folder = folder;
    this.port = port;
    this.logins = logins();
    this.greylist = greylist();
    prepare();
    this.process =
        LocalProcess.start(
            "postfix",
            List.of(master.toString(), "-c", config().toString(), "-d"),
            Map.of(),
            folder,
            folder.resolve("postfix.log"));
  }

  /** Starts it; see {@link RequiredTool#path()} for what happens where it can't be. */
  public static PostfixServer start() {
    Path master = RequiredTool.postfix().path();
    PostfixServer server =
        new PostfixServer(Machine.temporaryFolder("postfix"), Machine.freePort(), master);
    try {
      Patience.until(
          "Postfix takes connections",
          START_DEADLINE,
          () -> {
            server.process.assertAlive();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
              return socket.getInputStream().read() == '2';
            }
          },
          server.process::tail);
      return server;
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return port;
  }

  /** PEM file of the authority to trust. */
  public Path caBundle() {
    return folder.resolve("server.crt");
  }

  @Override
  public List<String> received(String address) {
    Path arrived = folder.resolve("mail/inbox/new");
    if (!Files.isDirectory(arrived)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(arrived)) {
      return files
          .sorted()
          .map(PostfixServer::read)
          .filter(message -> message.contains("\nDelivered-To: " + address + "\n"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of what Postfix wrote down. */
  public String log() {
    return process.tail();
  }

  @Override
  public void close() {
    process.close();
    logins.close();
    greylist.close();
    Folders.delete(folder);
  }

  private Path config() {
    return folder.resolve("config");
  }

  private void prepare() {
    try {
      // Its processes run as other users.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (String name : List.of("config", "queue", "data", "mail")) {
        Files.createDirectory(folder.resolve(name));
      }
      own("data", "postfix");
      own("mail", "nobody");
      ServerCertificate.create(folder);
      Files.writeString(config().resolve("main.cf"), settings());
      Files.writeString(config().resolve("master.cf"), services());
      LocalProcess check =
          LocalProcess.start(
              "postfix check",
              List.of("postfix", "-c", config().toString(), "check"),
              Map.of(),
              folder,
              folder.resolve("postfix.log"));
      if (check.process().waitFor() != 0) {
        throw new IllegalStateException("Postfix does not start:\n" + check.tail());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void own(String name, String user) throws IOException {
    Path path = folder.resolve(name);
    Files.setOwner(
        path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
  }

  private String settings() {
    return """
    compatibility_level = 3.6
    queue_directory = %1$s/queue
    data_directory = %1$s/data
    maillog_file = /dev/stdout
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    myhostname = localhost
    mydestination =
    mynetworks =
    alias_maps =
    alias_database =
    virtual_mailbox_domains = example.org
    virtual_mailbox_base = %1$s/mail
    virtual_mailbox_maps = static:inbox/
    virtual_uid_maps = static:65534
    virtual_gid_maps = static:65534
    virtual_minimum_uid = 1
    smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
    smtpd_recipient_restrictions =
      check_recipient_access inline:{
        {%2$s = 550 5.1.1 No such user}
        {%3$s = 452 4.2.2 Over quota}
        {%4$s = sleep 3}}
      check_policy_service %5$s
    smtpd_tls_cert_file = %1$s/server.crt
    smtpd_tls_key_file = %1$s/server.key
    smtpd_tls_security_level = may
    smtpd_tls_auth_only = yes
    smtpd_sasl_auth_enable = yes
    smtpd_sasl_type = dovecot
    smtpd_sasl_path = %6$s
    """
        .formatted(folder, UNKNOWN, FULL, SLOW, greylist.address(), logins.address());
  }

  private String services() {
    return """
    %d inet n - n - - smtpd
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    tlsmgr unix - - n 1000? 1 tlsmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    proxymap unix - - n - - proxymap
    virtual unix - n n - - virtual
    error unix - - n - - error
    retry unix - - n - - error
    anvil unix - - n - 1 anvil
    postlog unix-dgram n - n - 1 postlogd
    """
        .formatted(port);
  }

  /** The server's side of Dovecot's authentication protocol, as far as Postfix speaks it. */
  private static LineService logins() {
    return LineService.start(
        """
        VERSION\t1\t1
        MECH\tPLAIN\tplaintext
        MECH\tXOAUTH2
        SPID\t1
        CUID\t1
        COOKIE\t00000000000000000000000000000001
        DONE
        """,
        line -> {
          String[] fields = line.split("\t");
          if (!fields[0].equals("AUTH")) {
            return "";
          }
          boolean known = Stream.of(fields).anyMatch(PostfixServer::knows);
          return (known ? "OK\t%s\tuser=" + USER : "FAIL\t%s").formatted(fields[1]) + "\n";
        });
  }

  private static boolean knows(String field) {
    if (!field.startsWith("resp=")) {
      return false;
    }
    String given =
        new String(
            Base64.getDecoder().decode(field.substring("resp=".length())), StandardCharsets.UTF_8);
    return given.endsWith("\0" + USER + "\0" + PASSWORD)
        || given.equals("user=%s\1auth=Bearer %s\1\1".formatted(USER, PASSWORD));
  }

  /** A policy service: attributes line by line, an empty line, then the answer. */
  private static LineService greylist() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return LineService.start(
        "",
        line -> {
          boolean greylisted = line.equals("recipient=" + GREYLISTED);
          if (greylisted && seen.add(line)) {
            seen.add("now");
          }
          if (!line.isEmpty()) {
            return "";
          }
          return seen.remove("now")
              ? "action=450 4.2.0 Greylisted, come again\n\n"
              : "action=DUNNO\n\n";
        });
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
