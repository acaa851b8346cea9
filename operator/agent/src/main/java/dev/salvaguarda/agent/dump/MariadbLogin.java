package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.repository.model.SecretBytes;
import java.util.ArrayList;
import java.util.List;

/** How MariaDB's programs are told who they are and how to connect. */
public final class MariadbLogin {
  private MariadbLogin() {}

  /** The only option file that a program reads; holds the password. */
  public static SecretBytes optionFile(DatabaseLogin login) {
    return SecretBytes.ofUtf8(
        "[client]\nuser=%s\npassword=%s\n"
            .formatted(quoted(login.username()), quoted(login.password().revealUtf8())));
  }

  /**
   * Newer clients check certificates unless told otherwise, older ones only when told to. None
   * checks the authority without the host name, so that is checked where either is asked for.
   *
   * @param offersTls whether the server does
   */
  public static List<String> tlsOptions(DatabaseLogin login, boolean offersTls) {
    List<String> options = new ArrayList<>();
    switch (login.tlsMode()) {
      case DISABLE -> options.add("--skip-ssl");
      case PREFER -> {
        options.add(offersTls ? "--ssl" : "--skip-ssl");
        options.add("--skip-ssl-verify-server-cert");
      }
      case REQUIRE -> {
        options.add("--ssl");
        options.add("--skip-ssl-verify-server-cert");
      }
      case VERIFY_CA, VERIFY_FULL -> {
        options.add("--ssl");
        options.add("--ssl-verify-server-cert");
      }
    }
    login.authorities().ifPresent(file -> options.add("--ssl-ca=" + file));
    return options;
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
