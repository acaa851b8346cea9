package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.DatabaseLogin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A libpq connection string without a password; quotes whatever a name may hold. */
public final class ConnectionString {
  private ConnectionString() {}

  public static String of(DatabaseLogin login, String database) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("dbname", database);
    words.put("host", login.host());
    words.put("port", Integer.toString(login.port()));
    words.put("user", login.username());
    words.put("sslmode", login.libpqSslMode());
    login.authorities().ifPresent(file -> words.put("sslrootcert", file));
    words.put("application_name", "salvaguarda");
    words.put("connect_timeout", "15");
    // A server whose host vanishes must not hold the run until its deadline.
    words.put("keepalives_idle", "60");
    words.put("keepalives_interval", "15");
    words.put("keepalives_count", "8");
    // Only what is mounted counts: no password file, no Kerberos ticket of this machine.
    words.put("passfile", "/nonexistent/pgpass");
    words.put("gssencmode", "disable");
    return words.entrySet().stream()
        .map(word -> word.getKey() + "=" + quoted(word.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
