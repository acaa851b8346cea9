package dev.salvaguarda.app.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The worker that the package phase leaves in {@code target/agent}.
 *
 * @param folder absolute path of that folder
 */
public record PackagedWorker(Path folder) {
  private static final String MAIN = "dev.salvaguarda.app.AgentMain";

  /**
   * The worker of a module that was packaged.
   *
   * @param target the module's folder of built files
   */
  public static PackagedWorker in(Path target) {
    PackagedWorker worker = new PackagedWorker(target.toAbsolutePath().resolve("agent"));
    if (!Files.isDirectory(worker.lib())) {
      throw new IllegalStateException(
          worker.lib() + " is missing: run this after the package phase");
    }
    return worker;
  }

  /** The line that starts it as its image does, with its cache where it has one. */
  public List<String> command(String... flags) {
    return command(
        Files.isRegularFile(cache()) ? List.of("-XX:AOTCache=" + cache()) : List.of(), flags);
  }

  /** The same with something else about the cache. */
  List<String> command(List<String> aboutCache, String... flags) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(flags));
    line.addAll(aboutCache);
    // What Java says of a cache that it can't use would stand in the log of each pod.
    line.add("-Xlog:aot*=off,cds*=off");
    line.addAll(List.of("-cp", lib() + "/*", MAIN));
    return line;
  }

  /** What Java remembers of the classes, so that it need not load them anew. */
  Path cache() {
    return folder.resolve("worker.aot");
  }

  private Path lib() {
    return folder.resolve("lib");
  }
}
