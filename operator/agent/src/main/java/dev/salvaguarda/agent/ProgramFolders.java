package dev.salvaguarda.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Where the programs of database products are looked for. */
final class ProgramFolders {
  /**
   * Debian keeps each major version of PostgreSQL's programs here, behind a wrapper in /usr/bin.
   */
  private static final Path POSTGRESQL_VERSIONS = Path.of("/usr/lib/postgresql");

  /** Servers are installed where people's PATH need not lead. */
  private static final List<Path> SERVERS =
      List.of(Path.of("/usr/local/sbin"), Path.of("/usr/sbin"));

  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private ProgramFolders() {}

  /** PostgreSQL's newest programs first, since newer ones read older servers; then PATH. */
  static List<Path> of(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>(newestFirst());
    for (String folder : environment.getOrDefault("PATH", DEFAULT_PATH).split(":", -1)) {
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
    SERVERS.stream().filter(folder -> !folders.contains(folder)).forEach(folders::add);
    return List.copyOf(folders);
  }

  private static List<Path> newestFirst() {
    List<Path> versions = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(POSTGRESQL_VERSIONS, "[0-9]*")) {
      entries.forEach(versions::add);
    } catch (IOException e) {
      return List.of();
    }
    return versions.stream()
        .sorted(Comparator.comparingInt(ProgramFolders::major).reversed())
        .map(version -> version.resolve("bin"))
        .toList();
  }

  private static int major(Path version) {
    try {
      return Integer.parseInt(version.getFileName().toString());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
