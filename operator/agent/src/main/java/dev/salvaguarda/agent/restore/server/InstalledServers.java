package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.restore.stored.DumpHeader.Kind;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The database servers that are installed in the image.
 *
 * @param runner asks them for their version
 * @param folders where they are looked for
 */
record InstalledServers(ProgramRunner runner, List<Path> folders) {
  private static final int LONGEST_ANSWER = 64 << 10;

  InstalledServers {
    folders = List.copyOf(folders);
  }

  /** The products. */
  enum Product {
    POSTGRESQL("PostgreSQL", "postgres"),
    MARIADB("MariaDB", "mariadbd");

    private final String title;
    private final String executable;

    Product(String title, String executable) {
      this.title = title;
      this.executable = executable;
    }
  }

  /**
   * A server that is installed.
   *
   * @param folder of its programs
   */
  record Installed(Product product, Path folder, VersionNumber version) {
    String program(String name) {
      return folder.resolve(name).toString();
    }
  }

  /**
   * The oldest server that is not older than the dump's.
   *
   * @throws SourceException for the target, if none is installed
   */
  Installed find(Kind kind, Optional<VersionNumber> wanted, String target)
      throws SourceException, InterruptedException {
    Product product =
        switch (kind) {
          case POSTGRESQL, POSTGRESQL_CLUSTER -> Product.POSTGRESQL;
          case MARIADB, MARIADB_ACCOUNTS -> Product.MARIADB;
          case MYSQL ->
              throw SourceException.ofTarget(
                  FailureReason.TARGET_VERSION_UNSUPPORTED,
                  "The dump of %s was made on MySQL, and this image starts servers of PostgreSQL and MariaDB."
                      .formatted(target));
        };
    List<Installed> all = installed(product);
    VersionNumber least = wanted.orElse(new VersionNumber(0, 0));
    return all.stream()
        .filter(one -> isAtLeast(one, least))
        .min(Comparator.comparing(Installed::version))
        .orElseThrow(() ->
            SourceException.ofTarget(
                all.isEmpty()
                    ? FailureReason.TARGET_TOOL_MISSING
                    : FailureReason.TARGET_VERSION_UNSUPPORTED,
                "The dump of %s was made on %s%s, and %s."
                    .formatted(
                        target,
                        product.title,
                        wanted.map(version -> " " + version).orElse(""),
                        described(product, all))));
  }

  private static String described(Product product, List<Installed> all) {
    return all.isEmpty()
        ? "this image has no server of %s".formatted(product.title)
        : "the newest server of this image is %s"
            .formatted(all.stream().map(Installed::version).max(VersionNumber::compareTo).get());
  }

  /** A dump loads into any release of the same major version, which of MariaDB has two numbers. */
  private static boolean isAtLeast(Installed one, VersionNumber wanted) {
    return switch (one.product()) {
      case POSTGRESQL -> one.version().major() >= wanted.major();
      case MARIADB -> one.version().compareTo(wanted) >= 0;
    };
  }

  private List<Installed> installed(Product product) throws SourceException, InterruptedException {
    List<Installed> found = new ArrayList<>();
    for (Path folder : folders) {
      Path program = folder.resolve(product.executable);
      if (Files.isExecutable(program)) {
        VersionNumber.firstIn(answer(Program.of(program.toString(), "--version")))
            .ifPresent(version -> found.add(new Installed(product, folder, version)));
      }
    }
    return found;
  }

  private String answer(Program program) throws SourceException, InterruptedException {
    try (RunningProgram running = runner.start(program)) {
      byte[] answer = running.output().readNBytes(LONGEST_ANSWER);
      var _ = running.await();
      String text = new String(answer, StandardCharsets.UTF_8);
      int version = text.indexOf("Ver ");
      return version < 0 ? text : text.substring(version);
    } catch (ProgramMissingException | IOException e) {
      throw missing(program, e);
    }
  }

  /** A program that the image lacks. */
  static SourceException missing(Program program, Exception cause) {
    return SourceException.ofSource(
        FailureReason.TARGET_TOOL_MISSING,
        "The program %s is not installed in this image, or may not be started."
            .formatted(program.executable()),
        cause);
  }
}
