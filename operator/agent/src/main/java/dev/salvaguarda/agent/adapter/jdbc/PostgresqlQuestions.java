package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.PostgresqlDatabase;
import dev.salvaguarda.agent.database.PostgresqlFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a PostgreSQL server is asked, in words that each version from 9.2 on understands. */
final class PostgresqlQuestions {
  private static final int WITH_ROW_SECURITY = 90_500;
  private static final int WITH_SUBSCRIPTIONS = 100_000;
  private static final int WITH_PROVIDERS = 150_000;
  private static final int WITH_RULES = 160_000;
  private static final int WITH_ONE_LOCALE = 170_000;

  private static final String IS_SUPERUSER =
      "(SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)";

  /** As pg_dumpall: what DROP DATABASE left half done has a connection limit of -2. */
  private static final String DATABASES =
      "SELECT datname, datconnlimit = -2, datconnlimit = 0 AND NOT "
          + IS_SUPERUSER
          + " FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname";

  private static final String HERE =
      " FROM pg_catalog.pg_database d WHERE datname = current_database()";

  /** Lists of names are stored as they are written; quoted as a whole they would be one name. */
  private static final String SETTING =
      " || format(' SET %I TO ', split_part(entry, '=', 1)) || CASE WHEN lower(split_part(entry, '=', 1))"
          + " IN ('local_preload_libraries', 'search_path', 'session_preload_libraries',"
          + " 'shared_preload_libraries', 'temp_tablespaces', 'unix_socket_directories')"
          + " THEN COALESCE(NULLIF(substr(entry, strpos(entry, '=') + 1), ''), '''''')"
          + " ELSE quote_literal(substr(entry, strpos(entry, '=') + 1)) END";

  private static final String RELATIONS =
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS"
          + " (SELECT 1 FROM pg_catalog.pg_depend x WHERE x.classid = 'pg_catalog.pg_class'::regclass"
          + " AND x.objid = c.oid AND x.deptype = 'e') AND ";

  private static final String RELATION_NAME = "SELECT n.nspname || '.' || c.relname";
  private static final String IN_ORDER = " ORDER BY n.nspname, c.relname";

  private PostgresqlQuestions() {}

  static PostgresqlFacts facts(Connection connection, String database) throws SQLException {
    List<List<String>> all = Query.rows(connection, DATABASES);
    return new PostgresqlFacts(
        version(connection),
        Query.one(connection, "SHOW server_version"),
        all.stream().filter(row -> !isTrue(row.get(1))).map(List::getFirst).toList(),
        all.stream().filter(row -> isTrue(row.get(1))).map(List::getFirst).toList(),
        all.stream().filter(row -> isTrue(row.get(2))).map(List::getFirst).toList(),
        database,
        isTrue(
            Query.one(connection, "SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT')")));
  }

  static PostgresqlDatabase database(Connection connection) throws SQLException {
    int version = version(connection);
    List<String> creation = new ArrayList<>();
    for (String question : creationQuestions(version)) {
      creation.addAll(Query.column(connection, question, 1));
    }
    return new PostgresqlDatabase(
        String.join(";\n", creation) + ";\n",
        Query.column(connection, RELATION_NAME + RELATIONS + "c.relkind = 'f'" + IN_ORDER, 1),
        hidden(connection, version),
        Query.column(connection, RELATION_NAME + RELATIONS + unreadable(version) + IN_ORDER, 1));
  }

  /** An option that the role may not see is told as if there were none. */
  private static List<String> hidden(Connection connection, int version) throws SQLException {
    List<String> hidden = new ArrayList<>();
    if (version >= WITH_SUBSCRIPTIONS) {
      hidden.addAll(
          Query.column(
              connection,
              "SELECT 'subscription ' || subname FROM pg_catalog.pg_subscription s,"
                  + " pg_catalog.pg_database d WHERE s.subdbid = d.oid AND d.datname ="
                  + " current_database() AND NOT "
                  + IS_SUPERUSER
                  + " ORDER BY subname",
              1));
    }
    hidden.addAll(
        Query.column(
            connection,
            "SELECT 'options of the user mapping of ' || usename || ' at ' || srvname"
                + " FROM pg_catalog.pg_user_mappings WHERE umoptions IS NULL AND NOT "
                + IS_SUPERUSER
                + " ORDER BY srvname, usename",
            1));
    return hidden;
  }

  private static String unreadable(int version) {
    String denied =
        "NOT has_schema_privilege(n.oid, 'USAGE') OR NOT has_table_privilege(c.oid, 'SELECT')";
    return version < WITH_ROW_SECURITY
        ? "c.relkind IN ('r', 'S') AND (" + denied + ")"
        : "c.relkind IN ('r', 'p', 'S') AND (" + denied + " OR row_security_active(c.oid))";
  }

  /**
   * Statements with {@code :"database"} in place of the name, which psql fills in and quotes. The
   * settings of extensions may need their library, so the owner comes before them.
   */
  static List<String> creationQuestions(int version) {
    return List.of(
        "SELECT format('CREATE DATABASE :\"database\" TEMPLATE template0 ENCODING %L LC_COLLATE %L"
            + " LC_CTYPE %L', pg_encoding_to_char(encoding), datcollate, datctype)"
            + provider(version)
            + HERE,
        "SELECT 'ALTER DATABASE :\"database\" OWNER TO ' || quote_ident(pg_get_userbyid(datdba))"
            + HERE,
        "SELECT 'ALTER DATABASE :\"database\" CONNECTION LIMIT ' || datconnlimit"
            + HERE
            + " AND datconnlimit >= 0",
        "SELECT 'ALTER DATABASE :\"database\"'"
            + SETTING
            + " FROM pg_catalog.pg_database d, pg_catalog.pg_db_role_setting s,"
            + " unnest(s.setconfig) entry WHERE d.datname = current_database()"
            + " AND s.setdatabase = d.oid AND s.setrole = 0 ORDER BY 1",
        "SELECT 'ALTER ROLE ' || quote_ident(r.rolname) || ' IN DATABASE :\"database\"'"
            + SETTING
            + " FROM pg_catalog.pg_database d, pg_catalog.pg_db_role_setting s,"
            + " pg_catalog.pg_roles r, unnest(s.setconfig) entry WHERE d.datname ="
            + " current_database() AND s.setdatabase = d.oid AND s.setrole = r.oid ORDER BY 1",
        "SELECT 'COMMENT ON DATABASE :\"database\" IS ' || quote_literal(text) FROM (SELECT"
            + " shobj_description(oid, 'pg_database') AS text"
            + HERE
            + ") c WHERE text IS NOT NULL",
        "SELECT 'REVOKE ALL ON DATABASE :\"database\" FROM PUBLIC'"
            + HERE
            + " AND datacl IS NOT NULL",
        "SELECT 'GRANT ' || string_agg(privilege_type, ', ' ORDER BY privilege_type)"
            + " || ' ON DATABASE :\"database\" TO ' || who || CASE WHEN is_grantable THEN"
            + " ' WITH GRANT OPTION' ELSE '' END FROM (SELECT privilege_type, is_grantable,"
            + " CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END"
            + " AS who FROM pg_catalog.pg_database d, aclexplode(d.datacl) WHERE d.datname ="
            + " current_database()) a GROUP BY who, is_grantable ORDER BY 1");
  }

  private static String provider(int version) {
    if (version < WITH_PROVIDERS) {
      return "";
    }
    String locale = version < WITH_ONE_LOCALE ? "daticulocale" : "datlocale";
    String rules =
        version < WITH_RULES
            ? ""
            : " || CASE WHEN daticurules IS NULL THEN '' ELSE format(' ICU_RULES %L', daticurules) END";
    return " || CASE datlocprovider WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', "
        + locale
        + ")"
        + rules
        + " WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', "
        + locale
        + ") ELSE ' LOCALE_PROVIDER libc' END";
  }

  private static int version(Connection connection) throws SQLException {
    return Integer.parseInt(Query.one(connection, "SHOW server_version_num"));
  }

  private static boolean isTrue(String text) {
    return text.equals("t");
  }
}
