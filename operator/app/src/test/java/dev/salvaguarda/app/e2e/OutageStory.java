package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.TriggerSpec;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One seed: a run under way and a policy that is due each minute, an outage at some moment, and
 * what holds once it is over, without anybody's help.
 *
 * <ol>
 *   <li>The run ends, and the next one succeeds.
 *   <li>Each minute, those of the outage too, has a run or stands in a record of missed ones.
 *   <li>No Job, pod, work order or Lease is left over, and the repository is clean for restic.
 * </ol>
 */
final class OutageStory {
  private static final Duration LONG = Duration.ofMinutes(6);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int FILES = 150;
  private static final List<Outage> OUTAGES = List.of(Outage.values());

  /** Retries that give up do so after about two and a half minutes. */
  private static final int LONG_FROM_SECONDS = 170;

  private static final int LONG_TO_SECONDS = 240;

  private final Landscape landscape;
  private final OperatorAccount account;
  private final OperatorProcess operator;
  private final Path folder;
  private final String namespace;
  private final Random random;
  private final Outage outage;
  private final Duration length;
  private final Duration delay;

  OutageStory(
      Landscape landscape,
      OperatorAccount account,
      OperatorProcess operator,
      Path folder,
      long seed) {
    this.landscape = landscape;
    this.account = account;
    this.operator = operator;
    this.folder = folder;
    this.namespace = landscape.namespace("outage");
    this.random = FaultSite.random(seed);
    this.outage = OUTAGES.get(Math.floorMod(seed, OUTAGES.size()));
    // One of three fixed seeds is a long one, which together are all kinds.
    boolean isLong = Math.floorMod(seed, 3L * OUTAGES.size()) == 1;
    this.length =
        Duration.ofSeconds(
            isLong ? random.nextInt(LONG_FROM_SECONDS, LONG_TO_SECONDS) : random.nextInt(10, 60));
    this.delay = Duration.ofMillis(random.nextInt(8_000));
  }

  @Override
  public String toString() {
    return "%s for %d s, %d ms after the start of a run"
        .formatted(outage, length.toSeconds(), delay.toMillis());
  }

  void tell() {
    Landscape.fill(folder.resolve("share"), FILES, random.nextLong());
    landscape.repository(namespace);
    policy("yearly", "0 0 1 1 *");
    policy("minutely", "* * * * *");
    await().atMost(LONG).until(() -> !ticks().isEmpty());
    run("under-way");
    await().pollDelay(delay).atMost(LONG).until(() -> true);

    outage.last(length, landscape.cluster(), account);
    Instant back = Instant.now();

    await().alias("the run ends: " + this).atMost(LONG).until(() -> hasEnded("under-way"));
    run("afterwards");
    await().alias("the next run ends: " + this).atMost(LONG).until(() -> hasEnded("afterwards"));
    assertThat(landscape.phase(namespace, "afterwards"))
        .as(this::everything)
        .contains(RunPhase.SUCCEEDED);
    assertEveryMinuteIsAccountedFor(back);
    assertNothingIsLeftOver();
  }

  private void assertEveryMinuteIsAccountedFor(Instant back) {
    await()
        .alias("a minute after the outage has its run: " + this)
        .atMost(LONG)
        .until(() -> ticks().getLast().isAfter(back.plus(MINUTE)));
    SortedSet<Instant> ticks = ticks();
    SortedSet<Instant> due = new TreeSet<>();
    for (Instant at = ticks.getFirst(); !at.isAfter(ticks.getLast()); at = at.plus(MINUTE)) {
      due.add(at);
    }
    assertThat(ticks).as(() -> this + "\n" + everything()).isEqualTo(due);
  }

  private void assertNothingIsLeftOver() {
    client()
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName("minutely")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
    await()
        .alias("all runs end: " + this)
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(runs()).allMatch(run -> hasEnded(run.getMetadata().getName())));
    await()
        .alias("no Job, pod or work order is left over: " + this)
        .atMost(LONG)
        .untilAsserted(() -> assertThat(LeftOver.in(client(), namespace)).isEmpty());
    Restic restic = landscape.restic(namespace, folder);
    assertThat(restic.run("--no-lock", "list", "locks").strip()).as("locks").isEmpty();
    restic.run("check");
  }

  /** The minutes that a run or a record of missed ones stands for. */
  private SortedSet<Instant> ticks() {
    SortedSet<Instant> ticks = new TreeSet<>();
    for (BackupRun run : runs()) {
      TriggerSpec trigger = run.getSpec().trigger();
      TriggerSpec.MissedSpec missed = trigger.missed();
      if (missed != null) {
        for (Instant at = missed.first(); !at.isAfter(missed.last()); at = at.plus(MINUTE)) {
          ticks.add(at.truncatedTo(ChronoUnit.MINUTES));
        }
      } else if (trigger.scheduledFor() != null) {
        ticks.add(Objects.requireNonNull(trigger.scheduledFor()).truncatedTo(ChronoUnit.MINUTES));
      }
    }
    return ticks;
  }

  private void policy(String name, String cron) {
    Manifests.apply(
        client(),
        Manifests.filesPolicy(namespace, name, folder.resolve("share"), cron)
            + "  concurrencyGroup: %s\n".formatted(name)
            + "  successfulRunsHistoryLimit: 100\n"
            + "  failedRunsHistoryLimit: 100\n");
  }

  private void run(String name) {
    Manifests.apply(client(), Manifests.run(namespace, name, "yearly"));
  }

  private boolean hasEnded(String name) {
    return landscape.hasEnded(namespace, name);
  }

  private List<BackupRun> runs() {
    return client().resources(BackupRun.class).inNamespace(namespace).list().getItems();
  }

  private String everything() {
    StringBuilder all = new StringBuilder();
    runs()
        .forEach(run ->
            all.append(run.getMetadata().getName())
                .append(": ")
                .append(run.getSpec().trigger())
                .append(' ')
                .append(run.getStatus())
                .append('\n'));
    return all.append(operator.log()).toString();
  }

  private io.fabric8.kubernetes.client.KubernetesClient client() {
    return landscape.client();
  }
}
