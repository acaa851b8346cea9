package dev.salvaguarda.app.worker;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The worker that the package phase leaves in {@code target/agent}.
 *
 * @param folder absolute path of that folder
 */
public record PackagedWorker(Path folder) {
  private static final String MAIN = "dev.salvaguarda.app.AgentMain";
  private static final String REHEARSAL = "dev.salvaguarda.app.AgentRehearsal";

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
    return command(MAIN, aboutCache, flags);
  }

  /** The line that does several works in one process, to which their orders and results belong. */
  List<String> rehearsal(Path fresh, String... flags) {
    return command(REHEARSAL, List.of("-XX:AOTCacheOutput=" + fresh), flags);
  }

  private List<String> command(String main, List<String> aboutCache, String... flags) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(flags));
    line.addAll(aboutCache);
    line.add("@" + options());
    line.addAll(List.of("-cp", classPath(), main));
    return line;
  }

  /** By name, since a cache fits one order only, and that of {@code *} is the disk's business. */
  private String classPath() {
    try {
      return jarFiles().stream().map(Path::toString).collect(joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Java remembers of the classes, so that it need not load them anew. */
  Path cache() {
    return folder.resolve("worker.aot");
  }

  /** Options of its JVM that do not depend on its place. */
  Path options() {
    return folder.resolve("worker.options");
  }

  /**
   * What the cache was made of; Java itself does not always look whether its jars are others now.
   */
  Path madeOf() {
    return folder.resolve("worker.aot.jars");
  }

  /** The jars as they are: name, size and time of the last change of each. */
  String jars() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path jar : jarFiles()) {
      all.append(jar.getFileName())
          .append(' ')
          .append(Files.size(jar))
          .append(' ')
          .append(Files.getLastModifiedTime(jar))
          .append('\n');
    }
    return all.toString();
  }

  /** The jars by name. */
  List<Path> jarFiles() throws IOException {
    try (Stream<Path> jars = Files.list(lib())) {
      return jars.sorted().toList();
    }
  }

  private Path lib() {
    return folder.resolve("lib");
  }
}
