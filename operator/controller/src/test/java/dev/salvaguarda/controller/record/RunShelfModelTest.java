package dev.salvaguarda.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.testkit.cluster.FinishedRun;
import dev.salvaguarda.testkit.seed.SeededTest;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A shelf beside a plain map, while runs of few names come, change and go. */
class RunShelfModelTest {
  private static final Instant FIRST = Instant.parse("2026-03-01T22:00:00Z");
  private static final List<String> POLICIES = List.of("mail", "mail-daily", "payroll");
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final RunShelf shelf = new RunShelf(new RunPacking(JSON));
  private final Map<String, BackupRun> model = new HashMap<>();

  @SeededTest(fixed = 5)
  void aShelfGivesBackWhatAMapWould(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 100; step++) {
      BackupRun run = run(random);
      String key = shelf.getKey(run);

      if (random.nextInt(3) == 0) {
        assertThat(shelf.remove(key)).isEqualTo(model.remove(key));
      } else {
        assertThat(shelf.put(key, run)).isEqualTo(model.put(key, run));
      }
      assertThat(shelf.keySet()).containsExactlyInAnyOrderElementsOf(model.keySet());
    }
    model.forEach((key, run) -> assertThat(shelf.get(key)).isEqualTo(run));
    POLICIES.forEach(policy ->
        assertThat(shelf.ofPolicy("finance", policy))
            .containsExactlyInAnyOrderElementsOf(
                model.values().stream()
                    .filter(run -> run.getSpec().policyRef().name().equals(policy))
                    .toList()));
    assertThat(shelf.briefs())
        .containsExactlyInAnyOrderElementsOf(model.values().stream().map(RunBrief::of).toList());
  }

  private static BackupRun run(Random random) {
    String policy = POLICIES.get(random.nextInt(POLICIES.size()));
    Instant due = FIRST.plus(random.nextInt(5), ChronoUnit.DAYS);
    String json = new FinishedRun(policy, "uid", due, random.nextBoolean()).json();
    if (random.nextInt(3) == 0) {
      json = json.replaceFirst("'phase': '[A-Za-z]+'", "'phase': 'Running'");
    }
    BackupRun run = JSON.unmarshal(json.replace('\'', '"'), BackupRun.class);
    run.getMetadata().setNamespace("finance");
    run.getMetadata().setResourceVersion(Integer.toString(random.nextInt(1000)));
    if (random.nextInt(4) == 0) {
      run.getMetadata().setName(List.of("mail-daily-1", "by-hand").get(random.nextInt(2)));
    }
    return run;
  }
}
