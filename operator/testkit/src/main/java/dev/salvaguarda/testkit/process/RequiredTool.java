package dev.salvaguarda.testkit.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that a test can't do without.
 *
 * <p>{@link #path()} finds it. Where it is missing and the environment variable {@code CI} is
 * {@code true}, the test fails; on any other machine it is skipped with a sentence that says what
 * to install.
 *
 * @param name file name of the program, as people call it
 * @param remedy what a person does to get it, a full sentence
 * @param places where it is looked for, best first
 */
public record RequiredTool(String name, String remedy, List<Path> places) {

  public RequiredTool {
    places = List.copyOf(places);
  }

  /** A program that is expected in one of the folders of {@code PATH}. */
  public static RequiredTool onPath(String name, String remedy) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    List<Path> places =
        Stream.concat(
                Stream.of(path.split(File.pathSeparator)).filter(folder -> !folder.isBlank()),
                Stream.of("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"))
            .map(folder -> Path.of(folder, name))
            .toList();
    return new RequiredTool(name, remedy, places);
  }

  /** Stock restic, the second opinion on everything our engine writes. */
  public static RequiredTool restic() {
    return onPath("restic", "Install the package restic.");
  }

  /** Today's restic, from the cache that {@code bin/servers} fills. */
  public static RequiredTool newerRestic() {
    return new RequiredTool(
        "restic",
        "Run bin/servers, which builds it (needs Go).",
        List.of(Machine.cached("restic")));
  }

  /** What starts programs beside a worker, from the cache that {@code bin/servers} fills. */
  public static RequiredTool sourceLauncher() {
    return new RequiredTool(
        "salvaguarda-source",
        "Run bin/servers, which builds it (needs Go).",
        List.of(Machine.cached("salvaguarda-source")));
  }

  /** PostgreSQL's dump program. */
  public static RequiredTool pgDump() {
    return onPath("pg_dump", "Install the package postgresql-client.");
  }

  /** PostgreSQL's interactive client. */
  public static RequiredTool psql() {
    return onPath("psql", "Install the package postgresql-client.");
  }

  /** MariaDB's dump program. */
  public static RequiredTool mariadbDump() {
    return onPath("mariadb-dump", "Install the package mariadb-client.");
  }

  /** MariaDB's interactive client. */
  public static RequiredTool mariadb() {
    return onPath("mariadb", "Install the package mariadb-client.");
  }

  /** MariaDB's server. */
  public static RequiredTool mariadbServer() {
    return new RequiredTool(
        "mariadbd", "Install the package mariadb-server.", List.of(Path.of("/usr/sbin/mariadbd")));
  }

  /** The master of Postfix, which starts as root only and makes other users of itself. */
  public static RequiredTool postfix() {
    return new RequiredTool(
        "postfix",
        "Install the package postfix, and start this as root.",
        Machine.isRoot()
            ? List.of(
                Path.of("/usr/lib/postfix/sbin/master"), Path.of("/usr/libexec/postfix/master"))
            : List.of());
  }

  /** The MinIO server, from {@code MINIO_BINARY} or the cache that {@code bin/servers} fills. */
  public static RequiredTool minio() {
    return new RequiredTool(
        "minio", "Run bin/servers, which builds it (needs Go).", Machine.minioPlaces());
  }

  /** Helm, from the cache that {@code bin/servers} fills. */
  public static RequiredTool helm() {
    return new RequiredTool(
        "helm", "Run bin/servers, which builds it (needs Go).", List.of(Machine.cached("helm")));
  }

  /** Alertmanager, from the cache that {@code bin/servers} fills. */
  public static RequiredTool alertmanager() {
    return new RequiredTool(
        "alertmanager",
        "Run bin/servers, which builds it (needs Go).",
        List.of(Machine.cached("alertmanager")));
  }

  /**
   * A Python that has dissect.archive, which reads archives of virtual machines without our code.
   */
  public static RequiredTool vmaReader() {
    return new RequiredTool(
        "python of vma-reader",
        "Run bin/servers, which gets it (needs Python with venv).",
        List.of(Machine.cached("../vma-reader/bin/python")));
  }

  /** A client of Proxmox' API that is not ours; its folder, for it is a library of Python's. */
  public static RequiredTool proxmoxer() {
    return new RequiredTool(
        "proxmoxer",
        "Install the package python3-proxmoxer.",
        List.of(Path.of("/usr/lib/python3/dist-packages/proxmoxer")));
  }

  /** What the former asks by; a package of its own, which nobody is made to install. */
  public static RequiredTool pythonRequests() {
    return new RequiredTool(
        "requests of Python",
        "Install the package python3-requests.",
        List.of(Path.of("/usr/lib/python3/dist-packages/requests")));
  }

  /** What checks and tries Prometheus' rules. */
  public static RequiredTool promtool() {
    return onPath("promtool", "Install the package prometheus.");
  }

  /** A browser, in which the public page is looked at. */
  public static RequiredTool chromium() {
    return onPath("chromium", "Install the package chromium.");
  }

  /** The Lua of Argo CD's health checks. */
  public static RequiredTool lua() {
    return onPath("lua5.1", "Install the package lua5.1.");
  }

  /** A Kubernetes program of the tested version, from the folder that {@code bin/servers} fills. */
  public static RequiredTool kubernetes(String name) {
    return new RequiredTool(
        name,
        "Run bin/servers, which builds it (needs Go).",
        List.of(Machine.kubernetesBinaries().resolve(name)));
  }

  /** The first of the places where the program lies, if any. */
  public Optional<Path> find() {
    return places.stream().filter(Files::isExecutable).findFirst();
  }

  /** Whether the program is there. */
  public boolean isPresent() {
    return find().isPresent();
  }

  /**
   * The program's path.
   *
   * @throws AssertionError where it is missing and {@code CI=true}
   * @throws org.opentest4j.TestAbortedException where it is missing elsewhere, so that the test is
   *     skipped
   */
  public Path path() {
    return find().orElseThrow(this::missing);
  }

  private RuntimeException missing() {
    String sentence = "The program " + name + " is missing. " + remedy;
    if (Machine.isCi()) {
      throw new AssertionError(sentence + " In CI nothing may be skipped.");
    }
    System.err.println("SKIPPED: " + sentence);
    Assumptions.abort(sentence);
    return new IllegalStateException(sentence);
  }
}
