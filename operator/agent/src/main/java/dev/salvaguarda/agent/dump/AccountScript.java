package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.MariadbAccounts;
import dev.salvaguarda.agent.database.MariadbAccounts.Account;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements that make the accounts of a MariaDB server anew. An account that exists already keeps
 * its password, so that nobody who loads them locks himself out; it is given what it lacks.
 */
public final class AccountScript {
  /** By which it is known when it is restored. */
  public static final String FIRST_LINE = "-- MariaDB accounts";

  /** The mode is the only one in which older servers understand a grant on a package. */
  private static final String HEAD =
      """
      -- Roles and grants, too. Load this after the databases, which the grants name.
      SET NAMES utf8mb4;
      SET SESSION sql_mode = 'ORACLE';
      CREATE ROLE IF NOT EXISTS salvaguarda_loads;
      SET ROLE salvaguarda_loads;
      """;

  private static final String END =
      """
      SET ROLE NONE;
      DROP ROLE salvaguarda_loads;
      """;

  /** Whoever makes a role gets it; this role of ours gets them all, and goes in the end. */
  private static final String BY_OURS = " WITH ADMIN salvaguarda_loads";

  private static final Pattern CREATE = Pattern.compile("^CREATE (USER|ROLE) ");
  private static final Pattern DEFAULT_ROLE = Pattern.compile("^SET DEFAULT ROLE ");
  private static final Pattern OF_THE_SERVER =
      Pattern.compile("^GRANT ([A-Z ,]+) ON \\*\\.\\* TO (?=[`P])");
  private static final Pattern OF_AN_OBJECT =
      Pattern.compile(
          "^GRANT .+? ON (?:TABLE )?((?:[A-Z ]+ )?`(?:[^`]|``)*`\\.`(?:[^`]|``)*`) TO ");
  private static final Pattern STRING = Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'", Pattern.DOTALL);

  private AccountScript() {}

  /**
   * The whole script.
   *
   * @param version of the server, in one line
   */
  static String of(MariadbAccounts server, String version) {
    Set<String> statements = new LinkedHashSet<>();
    for (Account account : server.accounts()) {
      account.creation().stream().map(AccountScript::unlessItExists).forEach(statements::add);
    }
    for (Account account : server.accounts()) {
      account.grants().stream()
          .filter(grant -> !DEFAULT_ROLE.matcher(grant).find())
          .filter(grant -> !isOfSomethingGone(grant, server.gone()))
          .flatMap(grant -> withoutLogin(grant, account.name()).stream())
          .forEach(statements::add);
    }
    for (Account account : server.accounts()) {
      if (!account.defaultRole().isEmpty()) {
        statements.add("SET DEFAULT ROLE " + account.defaultRole() + " FOR " + account.name());
      }
    }
    return "%s\n-- Server version\t%s\n".formatted(FIRST_LINE, version)
        + HEAD
        + String.join(";\n", statements)
        + ";\n"
        + END
        + DumpTrailer.MARIADB.line()
        + "\n";
  }

  private static String unlessItExists(String creation) {
    String made = CREATE.matcher(creation).replaceFirst("CREATE $1 IF NOT EXISTS ");
    return made.startsWith("CREATE ROLE ") ? made + BY_OURS : made;
  }

  /** The server keeps the grants of what was dropped, and refuses to be given them. */
  private static boolean isOfSomethingGone(String grant, Set<String> gone) {
    Matcher matcher = OF_AN_OBJECT.matcher(grant);
    return matcher.find() && gone.contains(matcher.group(1));
  }

  /**
   * The grants of the whole server repeat how an account logs in, which would change one that
   * exists already. Empty if nothing is left.
   */
  private static Optional<String> withoutLogin(String grant, String name) {
    Matcher matcher = OF_THE_SERVER.matcher(grant);
    if (!matcher.find() || !grant.startsWith(name, matcher.end())) {
      return Optional.of(grant);
    }
    String login = STRING.matcher(grant.substring(matcher.end() + name.length())).replaceAll("");
    boolean mayGrant = login.contains("WITH GRANT OPTION");
    return matcher.group(1).equals("USAGE") && !mayGrant
        ? Optional.empty()
        : Optional.of(matcher.group() + name + (mayGrant ? " WITH GRANT OPTION" : ""));
  }
}
