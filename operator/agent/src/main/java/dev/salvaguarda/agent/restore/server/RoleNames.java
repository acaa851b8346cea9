package dev.salvaguarda.agent.restore.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Roles that a dump of PostgreSQL may need, found on lines that look like grants and owners. Also
 * finds some in data and in function bodies, which does no harm where roles are made for a server
 * that is thrown away.
 */
final class RoleNames implements DumpLoader.Watcher {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_ROLES = 10_000;

  private static final Pattern OF_INTEREST =
      Pattern.compile("^\\s*(?:ALTER|GRANT|REVOKE|CREATE|SET) ");

  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{Alpha}_][\\p{Alnum}_$]*)";

  private static final Pattern NAMES =
      Pattern.compile(
          "\\b(?:TO|FROM|FOR ROLE|FOR|AUTHORIZATION|BY|ALTER ROLE) ("
              + NAME
              + "(?:, "
              + NAME
              + ")*)");

  private static final Pattern ONE = Pattern.compile(NAME);

  private static final Pattern DEFINITION =
      Pattern.compile("^(?:CREATE|ALTER) ROLE (" + NAME + ")(?=[ ;])");

  private final Set<String> found = new LinkedHashSet<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  @Override
  public void see(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, start, i);
        look();
        start = i + 1;
      }
    }
    keep(bytes, start, length);
  }

  private void keep(byte[] bytes, int from, int to) {
    int room = Math.max(0, LONGEST_LINE - line.size());
    line.write(bytes, from, Math.min(room, to - from));
  }

  private void look() {
    byte[] text = line.toByteArray();
    line.reset();
    if (text.length == 0 || found.size() >= MOST_ROLES) {
      return;
    }
    byte first = text[0];
    if (first == 'A' || first == 'G' || first == 'R' || first == 'C' || first == 'S') {
      look(new String(text, StandardCharsets.UTF_8));
    }
  }

  private void look(String text) {
    if (!OF_INTEREST.matcher(text).find()) {
      return;
    }
    Matcher lists = NAMES.matcher(text);
    while (lists.find()) {
      Matcher names = ONE.matcher(lists.group(1));
      while (names.find()) {
        found.add(unquoted(names.group()));
      }
    }
  }

  /** Which role a line makes or changes; empty if none. */
  static Optional<String> ofDefinition(String line) {
    Matcher definition = DEFINITION.matcher(line);
    return definition.find() ? Optional.of(unquoted(definition.group(1))) : Optional.empty();
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  /** Statements that make what is missing; those of roles that exist do nothing. */
  List<String> creations() {
    return found.stream()
        .filter(name -> !name.startsWith("pg_") && !name.equalsIgnoreCase("public"))
        .filter(name -> !name.contains("$salvaguarda$"))
        .map(RoleNames::creation)
        .toList();
  }

  private static String creation(String name) {
    String literal = "'" + name.replace("'", "''") + "'";
    return "DO $salvaguarda$BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = "
        + literal
        + ") THEN EXECUTE pg_catalog.format('CREATE ROLE %I', "
        + literal
        + "); END IF; END$salvaguarda$";
  }
}
