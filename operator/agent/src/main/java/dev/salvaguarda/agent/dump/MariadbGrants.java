package dev.salvaguarda.agent.dump;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an account may do, as SHOW GRANTS tells it.
 *
 * <p>It matters because the dump program leaves out, without a word, tables, triggers and routines
 * that the account may not see.
 */
final class MariadbGrants {
  private static final Pattern GRANT = Pattern.compile("^GRANT (.+?) ON (?:TABLE )?(\\S.*?) TO ");
  private static final Pattern COLUMNS = Pattern.compile("\\([^)]*\\)");
  private static final List<String> NEEDED = List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT");
  private static final String ALL = "ALL PRIVILEGES";
  private static final String ROUTINES = "SHOW CREATE ROUTINE (or SELECT on mysql.proc)";

  private final List<Grant> grants;

  private MariadbGrants(List<Grant> grants) {
    this.grants = grants;
  }

  /** Understands the lines; what is no grant of privileges, such as a role, is passed over. */
  static MariadbGrants parse(List<String> lines) {
    List<Grant> grants = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = GRANT.matcher(line);
      if (matcher.find()) {
        grants.add(new Grant(privileges(matcher.group(1)), matcher.group(2)));
      }
    }
    return new MariadbGrants(List.copyOf(grants));
  }

  /** What the account lacks to see all of a database; empty if it sees all. */
  List<String> missingFor(String database) {
    List<String> missing = new ArrayList<>();
    for (String privilege : NEEDED) {
      if (!holds(privilege, database)) {
        missing.add(privilege);
      }
    }
    if (!seesRoutines(database)) {
      missing.add(ROUTINES);
    }
    return missing;
  }

  /** Whether the account may read every table of the server. */
  boolean mayReadAll() {
    return grants.stream().anyMatch(grant -> grant.gives("SELECT") && grant.scope().equals("*.*"));
  }

  private boolean holds(String privilege, String database) {
    return grants.stream().anyMatch(grant -> grant.gives(privilege) && grant.covers(database));
  }

  private boolean seesRoutines(String database) {
    return holds("SHOW CREATE ROUTINE", database)
        || holds("SHOW_ROUTINE", database)
        || holds("SELECT", "mysql")
        || grants.stream()
            .anyMatch(grant -> grant.gives("SELECT") && grant.scope().equals("`mysql`.`proc`"));
  }

  /** A privilege on some columns only is none on the table. */
  private static Set<String> privileges(String list) {
    String whole = COLUMNS.matcher(list).replaceAll("(");
    Set<String> names = new HashSet<>();
    Arrays.stream(whole.split(",", -1))
        .map(name -> name.strip().toUpperCase(Locale.ROOT))
        .filter(name -> !name.contains("("))
        .forEach(names::add);
    return names;
  }

  private record Grant(Set<String> privileges, String scope) {
    boolean gives(String privilege) {
      return privileges.contains(privilege) || privileges.contains(ALL);
    }

    boolean covers(String database) {
      if (scope.equals("*.*")) {
        return true;
      }
      if (!scope.startsWith("`") || !scope.endsWith("`.*")) {
        return false;
      }
      String pattern = scope.substring(1, scope.length() - 3).replace("``", "`");
      return Pattern.compile(likeToRegex(pattern), Pattern.DOTALL).matcher(database).matches();
    }

    /** Names of databases in grants are patterns: _ is any character, % any characters. */
    private static String likeToRegex(String like) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < like.length(); i++) {
        char c = like.charAt(i);
        if (c == '\\' && i + 1 < like.length()) {
          i++;
          regex.append(Pattern.quote(String.valueOf(like.charAt(i))));
        } else if (c == '_') {
          regex.append('.');
        } else if (c == '%') {
          regex.append(".*");
        } else {
          regex.append(Pattern.quote(String.valueOf(c)));
        }
      }
      return regex.toString();
    }
  }
}
