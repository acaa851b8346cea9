package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A program that makes backups and restores them. */
sealed interface Engine {
  /** Name for the tables. */
  String name();

  /**
   * Runs one backup and returns what it cost.
   *
   * @param folder for order, log and cache
   */
  MeasuredCommand backUp(BenchSource source, BenchBucket bucket, Path folder) throws IOException;

  /**
   * Restores the newest backup into an empty folder, from a machine that never saw it, and returns
   * what that cost.
   *
   * @param folder for order, log and cache
   */
  MeasuredCommand restore(BenchBucket bucket, Path target, Path folder) throws IOException;

  /**
   * Restores a guest into an empty folder, from a machine that never saw it, and returns what that
   * cost: ours gives its drives, restic the archive.
   *
   * @param folder for order, log and cache
   */
  MeasuredCommand restoreGuest(BenchBucket bucket, Path target, Path folder) throws IOException;

  /**
   * Copies all backups into another repository, from a machine that never saw either, and returns
   * what that cost.
   *
   * @param folder for order, log and cache
   */
  MeasuredCommand copy(BenchBucket from, BenchBucket into, Path folder) throws IOException;

  /**
   * Reads all that is stored and proves it, from a machine that never saw it, and returns what that
   * cost.
   *
   * @param folder for order, log and cache
   */
  MeasuredCommand check(BenchBucket bucket, Path folder) throws IOException;

  /** Stock restic, fed by a pipe or by a folder, with its cache as on a machine of its own. */
  record Restic(String name, Path program) implements Engine {
    @Override
    public MeasuredCommand backUp(BenchSource source, BenchBucket bucket, Path folder) {
      Map<String, String> environment = new HashMap<>(bucket.place().environment());
      environment.put(
          "RESTIC_CACHE_DIR", folder.resolve("cache-" + bucket.place().bucket()).toString());
      String line =
          switch (source) {
            case BenchSource.Dump(Payroll payroll) -> {
              environment.putAll(payroll.environment());
              yield "%s -Fp -d %s | %s backup -q --stdin --stdin-filename payroll.sql"
                  .formatted(RequiredTool.pgDump().path(), Payroll.NAME, program);
            }
            case BenchSource.Tree(Path root) -> program + " backup -q " + root;
            case BenchSource.Guest guest ->
                "cat %s | %s backup -q --stdin --stdin-filename guest.archive"
                    .formatted(guest.archive(), program);
          };
      return MeasuredCommand.run(line, environment, folder.resolve("restic.log"));
    }

    @Override
    public MeasuredCommand restore(BenchBucket bucket, Path target, Path folder) {
      return withoutCache(
          "%s restore -q latest --target %s".formatted(program, target), bucket, Map.of(), folder);
    }

    @Override
    public MeasuredCommand restoreGuest(BenchBucket bucket, Path target, Path folder) {
      return withoutCache(
          "%s dump -q latest guest.archive > %s/guest.archive".formatted(program, target),
          bucket,
          Map.of(),
          folder);
    }

    @Override
    public MeasuredCommand copy(BenchBucket from, BenchBucket into, Path folder) {
      Map<String, String> source = from.place().environment();
      return withoutCache(
          program + " copy -q",
          into,
          Map.of(
              "RESTIC_FROM_REPOSITORY",
              source.getOrDefault("RESTIC_REPOSITORY", ""),
              "RESTIC_FROM_PASSWORD_FILE",
              source.getOrDefault("RESTIC_PASSWORD_FILE", "")),
          folder);
    }

    private static MeasuredCommand withoutCache(
        String line, BenchBucket bucket, Map<String, String> more, Path folder) {
      Map<String, String> environment = new HashMap<>(bucket.place().environment());
      environment.putAll(more);
      Path cache = folder.resolve("empty-cache");
      Folders.delete(cache);
      environment.put("RESTIC_CACHE_DIR", cache.toString());
      return MeasuredCommand.run(line, environment, folder.resolve("restic.log"));
    }

    @Override
    public MeasuredCommand check(BenchBucket bucket, Path folder) {
      return withoutCache(program + " check -q --read-data", bucket, Map.of(), folder);
    }
  }

  /**
   * The worker as it runs in a pod.
   *
   * @param javaLine the line of bash that starts it, with the flags of its Job
   * @param orders what it is told
   */
  record Worker(String name, String javaLine, Orders orders) implements Engine {
    private static final String RESULT = "result.json";

    @Override
    public MeasuredCommand backUp(BenchSource source, BenchBucket bucket, Path folder)
        throws IOException {
      Copy copy = copy(source, bucket.place(), bucket.result(), folder);
      bucket.result(copy.result());
      return copy.cost();
    }

    @Override
    public MeasuredCommand restore(BenchBucket bucket, Path target, Path folder)
        throws IOException {
      return work(Orders.restore(bucket.place(), bucket.result(), target, folder), folder);
    }

    @Override
    public MeasuredCommand restoreGuest(BenchBucket bucket, Path target, Path folder)
        throws IOException {
      return restore(bucket, target, folder);
    }

    /** A run of one small file, since only runs copy: it costs next to nothing by itself. */
    @Override
    public MeasuredCommand copy(BenchBucket from, BenchBucket into, Path folder)
        throws IOException {
      Path little = Files.createDirectories(folder.resolve("little"));
      Files.writeString(little.resolve("file"), "little");
      return work(
          Orders.replicated(new BenchSource.Tree(little), from.place(), into.place(), folder),
          folder);
    }

    @Override
    public MeasuredCommand check(BenchBucket bucket, Path folder) throws IOException {
      return work(Orders.reading(bucket.place(), folder), folder);
    }

    Copy copy(BenchSource source, Place place, String previous, Path folder) throws IOException {
      MeasuredCommand cost = work(orders.order(source, place, previous, folder), folder);
      return new Copy(cost, Files.readString(folder.resolve(RESULT)));
    }

    private MeasuredCommand work(String order, Path folder) throws IOException {
      Path file = Files.writeString(folder.resolve("order.json"), order);
      String line =
          "%s --work-order %s --termination-log %s"
              .formatted(javaLine, file, folder.resolve(RESULT));
      return MeasuredCommand.run(line, Map.of(), folder.resolve("worker.log"));
    }
  }

  /**
   * A backup of ours.
   *
   * @param result that the worker reported, as JSON
   */
  record Copy(MeasuredCommand cost, String result) {}
}
