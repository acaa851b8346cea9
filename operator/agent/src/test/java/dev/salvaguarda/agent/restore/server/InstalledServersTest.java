package dev.salvaguarda.agent.restore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.adapter.process.LocalProgramRunner;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.restore.server.InstalledServers.Installed;
import dev.salvaguarda.agent.restore.stored.DumpHeader.Kind;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledServersTest {
  @TempDir private Path image;
  private final List<Path> folders = new ArrayList<>();

  @Test
  void theOldestServerThatIsNotOlderThanTheDumpIsFound() throws Exception {
    install("postgres", "postgres (PostgreSQL) 17.2");
    Path sixteen = install("postgres", "postgres (PostgreSQL) 16.9 (Debian 16.9-1)");
    install("postgres", "postgres (PostgreSQL) 15.13");

    Installed found = servers().find(Kind.POSTGRESQL, version(16, 11), "payroll");

    assertThat(found.version()).isEqualTo(new VersionNumber(16, 9));
    assertThat(found.program("initdb")).isEqualTo(sixteen.resolve("initdb").toString());
  }

  @Test
  void ofMariadbBothNumbersCount() throws Exception {
    install("mariadbd", "/usr/sbin/mariadbd  Ver 10.11.11-MariaDB for debian-linux-gnu on x86_64");

    Installed found = servers().find(Kind.MARIADB, version(10, 11), "payroll");

    assertThat(found.version()).isEqualTo(new VersionNumber(10, 11));
    assertRefused(
        () -> servers().find(Kind.MARIADB, version(11, 4), "payroll"),
        FailureReason.TARGET_VERSION_UNSUPPORTED,
        "The dump of payroll was made on MariaDB 11.4, and the newest server of this image is 10.11.");
  }

  @Test
  void aVersionThatADumpDoesNotTellIsNotMadeUp() {
    assertRefused(
        () -> servers().find(Kind.POSTGRESQL_CLUSTER, Optional.empty(), "globals"),
        FailureReason.TARGET_TOOL_MISSING,
        "The dump of globals was made on PostgreSQL, and this image has no server of PostgreSQL.");
  }

  @Test
  void noServerTakesADumpOfMysql() {
    assertRefused(
        () -> servers().find(Kind.MYSQL, version(8, 0), "payroll"),
        FailureReason.TARGET_VERSION_UNSUPPORTED,
        "The dump of payroll was made on MySQL, and this image starts servers of PostgreSQL and MariaDB.");
  }

  private static void assertRefused(ThrowingCallable search, FailureReason why, String sentence) {
    assertThatThrownBy(search)
        .isInstanceOfSatisfying(
            SourceException.class,
            refusal -> {
              assertThat(refusal.failure().reason()).isEqualTo(why);
              assertThat(refusal.failure().message()).isEqualTo(sentence);
              assertThat(refusal.scope()).isEqualTo(SourceException.Scope.TARGET);
            });
  }

  private InstalledServers servers() {
    return new InstalledServers(new LocalProgramRunner(List.of()), folders);
  }

  /** A program that says this of itself. */
  private Path install(String program, String words) throws IOException {
    Path folder = Files.createDirectory(image.resolve("server-" + folders.size()));
    Path script = folder.resolve(program);
    Files.writeString(script, "#!/bin/sh\necho '%s'\n".formatted(words));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    folders.add(folder);
    return folder;
  }

  private static Optional<VersionNumber> version(int major, int minor) {
    return Optional.of(new VersionNumber(major, minor));
  }
}
