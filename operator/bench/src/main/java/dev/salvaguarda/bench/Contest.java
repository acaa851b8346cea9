package dev.salvaguarda.bench;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.testkit.s3.FaultyS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Engines that do the same work one after the other on one S3 server, in an order that rotates from
 * round to round, each in a repository of its own.
 */
final class Contest {
  private static final String PASSWORD = "a password for measurements";

  private final FaultyS3 server;
  private final Path folder;
  private final Path passwordFile;
  private final List<Engine> engines;
  private final Engine.Restic judge;
  private final Map<String, byte[]> emptyRepository = emptyRepository();
  private final List<Row> rows = new ArrayList<>();

  /**
   * A contest without rounds.
   *
   * @param folder for whatever is written meanwhile
   * @param engines that take part, ours last
   * @param judge who says whether what ours stored can be restored
   */
  Contest(FaultyS3 server, Path folder, List<Engine> engines, Engine.Restic judge)
      throws IOException {
    this.server = server;
    this.folder = folder;
    this.passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
    this.engines = List.copyOf(engines);
    this.judge = judge;
  }

  /** An engine with the repository of its own. */
  record Entrant(Engine engine, BenchBucket bucket) {}

  /** What an engine does while it is measured. */
  interface Work {
    MeasuredCommand by(Entrant entrant) throws IOException;
  }

  /** The server that all use. */
  FaultyS3 server() {
    return server;
  }

  /** For whatever is written meanwhile. */
  Path folder() {
    return folder;
  }

  /** All that was measured so far. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Every engine with an empty repository. */
  List<Entrant> entrants() {
    return entrants(emptyRepository);
  }

  /** Every engine with a repository of these objects. */
  List<Entrant> entrants(Map<String, byte[]> objects) {
    return engines.stream()
        .map(engine -> new Entrant(engine, BenchBucket.make(server, objects, passwordFile)))
        .toList();
  }

  /** A backup of this source. */
  Work backUp(BenchSource source) {
    return entrant -> entrant.engine().backUp(source, entrant.bucket(), folder);
  }

  /** The same by each engine; who is first in one round is last in the next. */
  void measure(int round, String scenario, List<Entrant> entrants, Work work) throws IOException {
    measure(round, round, scenario, entrants, work);
  }

  /**
   * The same where a round has several turns.
   *
   * @param turn who is first in one is last in the next
   */
  void measure(int round, int turn, String scenario, List<Entrant> entrants, Work work)
      throws IOException {
    List<Entrant> order = new ArrayList<>(entrants);
    Collections.rotate(order, 1 - turn);
    for (Entrant entrant : order) {
      BenchBucket bucket = entrant.bucket();
      double load = MachineFacts.load();
      long bytes = bucket.bytes();
      int requests = bucket.requests();
      MeasuredCommand cost = work.by(entrant);
      Row row =
          new Row(
              round,
              scenario,
              entrant.engine().name(),
              load,
              bucket.bytes() - bytes,
              bucket.requests() - requests,
              cost);
      rows.add(row);
      say(
          "round %d, %s, %s: %.1f s, %.1f CPU s, %,d bytes, %d requests, load %.1f"
              .formatted(
                  round,
                  scenario,
                  row.engine(),
                  cost.wallSeconds(),
                  cost.cpuSeconds(),
                  row.storedBytes(),
                  row.requests(),
                  load));
    }
  }

  /** Adds, for each engine, what the scenarios that begin so took together in this round. */
  void sum(int round, String scenario, String beginning) {
    for (Engine engine : engines) {
      List<Row> its =
          rows.stream()
              .filter(row -> row.round() == round && row.engine().equals(engine.name()))
              .filter(row -> row.scenario().startsWith(beginning))
              .toList();
      rows.add(
          new Row(
              round,
              scenario,
              engine.name(),
              its.stream().mapToDouble(Row::load).average().orElseThrow(),
              its.stream().mapToLong(Row::storedBytes).sum(),
              its.stream().mapToLong(Row::requests).sum(),
              MeasuredCommand.sum(its.stream().map(Row::cost).toList())));
    }
  }

  /** A fast backup that does not restore would be worth nothing. */
  void checkAndClear(List<Entrant> entrants, boolean last) {
    if (last) {
      say("restic check --read-data of ours");
      MeasuredCommand _ = judge.check(entrants.getLast().bucket(), folder);
    }
    entrants.forEach(entrant -> entrant.bucket().clear());
  }

  /** Config and key file, with the cost that our engine gives to every key. */
  static Map<String, byte[]> emptyRepository() {
    MemoryStore store = new MemoryStore();
    try (Repository _ = store.newRepository(PASSWORD)) {
      return Map.copyOf(store.objects());
    }
  }

  /** What the engines of others say of themselves. */
  List<String> versions() throws IOException {
    List<String> versions = new ArrayList<>();
    for (Engine engine : engines) {
      if (engine instanceof Engine.Restic restic) {
        Process process = new ProcessBuilder(restic.program().toString(), "version").start();
        versions.add(
            restic.name()
                + ": "
                + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip());
      }
    }
    return versions;
  }

  /** Tells whoever waits what is being done. */
  static void say(String sentence) {
    System.out.println(sentence + " …");
  }
}
