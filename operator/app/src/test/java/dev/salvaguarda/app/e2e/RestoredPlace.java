package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Where one seed restores to.
 *
 * @param folder takes the files, below {@code back}
 * @param database name that the database is to get
 */
record RestoredPlace(FaultWorld world, Originals originals, Path folder, String database) {
  String inScratch() {
    try {
      return """
      purpose: Test
      checks:
      - name: all
        sql: {database: payroll, query: "%s", expect: {value: "%s"}}
      """
          .formatted(Originals.query(), Originals.facts(world, "payroll"));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  String onServer(boolean force) {
    return """
    target:
      postgresql:
        host: %s
        port: %d
        credentialsRef: {name: restorer}
        rename: [{target: payroll, to: %s}]
    overwrite: %s
    """
        .formatted(
            world.postgres.host(), world.postgres.port(), database, force ? "Force" : "Never");
  }

  String asFiles(boolean force) {
    return "target: {files: {hostPath: {path: %s}, subPath: back}}\noverwrite: %s\n"
        .formatted(folder, force ? "Force" : "Never");
  }

  /** Something is there that may be replaced, and must not get lost before. */
  void occupy() {
    world.execute("postgres", "CREATE DATABASE \"" + database + "\"");
    world.execute(database, "CREATE TABLE mine AS SELECT 1 AS n");
  }

  void requireDatabase(String uid, String target) throws Exception {
    assertThat(Originals.facts(world, database)).isEqualTo(Originals.facts(world, "payroll"));
    String temporary = "salvaguarda_" + digits(uid + "\n" + target);
    assertThat(count("datname IN ('%s', '%s_old')".formatted(temporary, temporary))).isZero();
  }

  void requireFiles() throws Exception {
    assertThat(Trees.differences(folder.resolve("back"), originals.share())).isEmpty();
    assertThat(folder.resolve("back").toFile().list())
        .noneMatch(name -> name.startsWith(".salvaguarda"));
  }

  void requireNoHalfDatabase(boolean occupied) throws Exception {
    long there = count("datname = '" + database + "'");
    if (occupied) {
      assertThat(there).as("a database of that name").isOne();
    }
    if (there == 0 || world.ask(database, "SELECT to_regclass('mine')").equals("mine")) {
      return;
    }
    assertThat(Originals.facts(world, database)).isEqualTo(Originals.facts(world, "payroll"));
  }

  void requireNoHalfFiles() throws Exception {
    if (Files.exists(folder.resolve("back"))) {
      requireFiles();
    }
  }

  void clear() {
    world.execute("postgres", "DROP DATABASE IF EXISTS \"" + database + "\"");
  }

  private long count(String condition) throws SQLException {
    return Long.parseLong(
        world.ask("postgres", "SELECT count(*) FROM pg_database WHERE " + condition));
  }

  private static String digits(String fact) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(fact.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, 16);
  }
}
