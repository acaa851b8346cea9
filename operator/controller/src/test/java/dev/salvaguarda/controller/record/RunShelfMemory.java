package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.testkit.cluster.FinishedRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Fills a shelf with finished runs and shows what each takes on the heap. Arguments: the number of
 * policies, of runs of each, and that every so manieth failed (0: none did).
 */
final class RunShelfMemory {
  private static final Instant NEWEST = Instant.parse("2026-11-28T22:00:00Z");
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final SplittableRandom random = new SplittableRandom(1);
  private final RunShelf shelf = new RunShelf(new RunPacking(JSON));

  private RunShelfMemory() {}

  public static void main(String[] args) {
    int policies = Integer.parseInt(args[0]);
    int history = Integer.parseInt(args[1]);
    new RunShelfMemory().fill(1, history, 2);
    RunShelfMemory memory = new RunShelfMemory();
    long before = heap();
    long start = System.nanoTime();
    memory.fill(policies, history, Integer.parseInt(args[2]));
    double seconds = (System.nanoTime() - start) / 1e9;
    double bytes = heap() - before;
    System.out.printf(
        "%,d runs of %,d policies in %.1f s: %.0f bytes each, %.1f MiB%n",
        memory.shelf.size(), policies, seconds, bytes / memory.shelf.size(), bytes / (1 << 20));
  }

  /** In the order of names, as an API server lists them. */
  private void fill(int policies, int history, int failing) {
    for (int number = 0; number < policies; number++) {
      String policy = "policy-%05d".formatted(number);
      String uid = uuid();
      for (int back = history; back >= 1; back--) {
        put(
            new FinishedRun(
                policy,
                uid,
                NEWEST.minus(back, ChronoUnit.DAYS),
                failing == 0 || (number + back) % failing != 0));
      }
    }
  }

  private void put(FinishedRun finished) {
    BackupRun run = JSON.unmarshal(finished.json().replace('\'', '"'), BackupRun.class);
    run.getMetadata().setNamespace("scale");
    run.getMetadata().setUid(uuid());
    run.getMetadata().setResourceVersion(Long.toString(random.nextLong(1_000_000, 9_000_000)));
    run.getMetadata().setGeneration(1L);
    run.getMetadata().setCreationTimestamp(finished.due().toString());
    shelf.put(shelf.getKey(run), run);
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
