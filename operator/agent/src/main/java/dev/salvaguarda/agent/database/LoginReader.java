package dev.salvaguarda.agent.database;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.DatabaseOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the mounted credentials of a database server. */
public final class LoginReader {
  /** Where distributions keep the authorities that they trust. */
  private static final List<String> SYSTEM_BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/cert.pem");

  private LoginReader() {}

  /** The login that the order describes. */
  public static DatabaseLogin read(DatabaseOrder order) throws SourceException {
    return read(
        order.host(), order.port(), order.usernameFile(), order.passwordFile(), order.tls());
  }

  /** The login of a server that takes what is restored. */
  public static DatabaseLogin read(RestoreInto.Server server) throws SourceException {
    return read(
        server.host(), server.port(), server.usernameFile(), server.passwordFile(), server.tls());
  }

  private static DatabaseLogin read(
      String host, int port, String usernameFile, String passwordFile, TlsOrder tls)
      throws SourceException {
    return new DatabaseLogin(
        host, port, username(usernameFile), password(passwordFile), tls.mode(), authorities(tls));
  }

  private static String username(String file) throws SourceException {
    String name;
    try {
      name = Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw unreadable("user name", file, e);
    }
    if (name.isEmpty() || !isOneLine(name)) {
      throw malformed("user name", file);
    }
    return name;
  }

  private static SecretBytes password(String file) throws SourceException {
    SecretBytes password;
    try {
      password = SecretBytes.fromFile(Path.of(file));
    } catch (IOException e) {
      throw unreadable("password", file, e);
    }
    if (password.isEmpty() || !isOneLine(password.revealUtf8())) {
      throw malformed("password", file);
    }
    return password;
  }

  private static boolean isOneLine(String text) {
    return text.chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0);
  }

  private static Optional<String> authorities(TlsOrder tls) throws SourceException {
    return switch (tls.mode()) {
      case DISABLE, PREFER, REQUIRE -> Optional.empty();
      case VERIFY_CA, VERIFY_FULL -> Optional.of(bundle(tls));
    };
  }

  private static String bundle(TlsOrder tls) throws SourceException {
    String named = tls.caBundleFile();
    if (named != null) {
      if (!Files.isReadable(Path.of(named))) {
        throw SourceException.ofSource(
            FailureReason.SOURCE_TLS_NOT_TRUSTED,
            "The certificates of the authorities could not be read from " + named);
      }
      return named;
    }
    return SYSTEM_BUNDLES.stream()
        .filter(file -> Files.isReadable(Path.of(file)))
        .findFirst()
        .orElseThrow(() ->
            SourceException.ofSource(
                FailureReason.SOURCE_TLS_NOT_TRUSTED,
                "This image has no list of trusted authorities; name one in tls.caBundleRef"));
  }

  private static SourceException unreadable(String what, String file, IOException cause) {
    return SourceException.ofSource(
        FailureReason.SOURCE_ACCESS_DENIED,
        "The server's %s could not be read from %s".formatted(what, file),
        cause);
  }

  private static SourceException malformed(String what, String file) {
    return SourceException.ofSource(
        FailureReason.SOURCE_ACCESS_DENIED,
        "The server's %s in %s is empty or has more than one line".formatted(what, file));
  }
}
