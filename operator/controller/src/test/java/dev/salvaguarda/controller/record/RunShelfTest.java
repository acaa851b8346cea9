package dev.salvaguarda.controller.record;

import static dev.salvaguarda.controller.record.RunSamples.ended;
import static dev.salvaguarda.controller.record.RunSamples.going;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunShelfTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final String LONG =
      new Random(1).ints(100_000, ' ', '~').mapToObj(Character::toString).collect(joining());

  private final RunPacking packing = new RunPacking(JSON);
  private final RunShelf shelf = new RunShelf(packing);

  @Test
  void aRunThatEndedIsGivenBackWithAllThatItHad() {
    BackupRun run = ended("payroll-1", "payroll");

    put(run);

    assertThat(shelf.get("finance/payroll-1")).isEqualTo(run).isNotSameAs(run);
    assertThat(shelf.ofPolicy("finance", "payroll")).containsExactly(run);
  }

  @Test
  void aRunThatEndedTakesAFractionOfItsText() {
    BackupRun run = ended("payroll-1", "payroll");

    assertThat(packing.pattern(run)).hasSizeLessThan(JSON.asJson(run).length() / 3);
  }

  @Test
  void aRunTakesLessBesideAnotherOfItsPolicy() {
    BackupRun first = ended("payroll-1", "payroll");
    BackupRun next = ended("payroll-2", "payroll");

    byte[] dictionary = packing.dictionary(packing.pattern(first));

    assertThat(packing.pack(next, dictionary)).hasSizeLessThan(packing.pattern(next).length / 3);
  }

  @Test
  void aRunThatIsLongerThanWhatPackingLooksBackOverIsItselfToo() {
    for (String name : List.of("payroll-1", "payroll-2")) {
      BackupRun run = ended(name, "payroll");
      run.getMetadata().getAnnotations().put("example.org/long", LONG + name);
      put(run);

      assertThat(shelf.get("finance/" + name)).isEqualTo(run);
    }
  }

  @Test
  void eachOfManyRunsIsItself() {
    for (int number = 0; number < 50; number++) {
      put(ended("payroll-" + number, "payroll"));
    }

    for (int number = 0; number < 50; number++) {
      assertThat(shelf.get("finance/payroll-" + number))
          .isEqualTo(ended("payroll-" + number, "payroll"));
    }
  }

  @Test
  void aRunThatGoesOnIsGivenBackWithAllThatItHad() {
    BackupRun run = going("payroll-1");

    put(run);

    assertThat(shelf.get("finance/payroll-1")).isEqualTo(run).isNotSameAs(run);
    assertThat(shelf.briefs())
        .containsExactly(new RunBrief("finance", "payroll", RunPhase.RUNNING, null));
  }

  @Test
  void whatARunWasBeforeIsToldWhenItChangesAndWhenItGoes() {
    BackupRun before = going("payroll-1");
    BackupRun after = ended("payroll-1", "payroll");

    assertThat(put(before)).isNull();
    assertThat(put(after)).isEqualTo(before);
    assertThat(shelf.ofPolicy("finance", "payroll")).containsExactly(after);
    assertThat(shelf.remove("finance/payroll-1")).isEqualTo(after);
    assertThat(shelf.remove("finance/payroll-1")).isNull();
    assertThat(shelf.ofPolicy("finance", "payroll")).isEmpty();
    assertThat(shelf.size()).isZero();
  }

  @Test
  void runsAreFoundByTheirOwnPolicyAlone() {
    put(ended("payroll-1", "payroll"));
    put(ended("mail-1", "mail"));
    put(ended("payroll-2", "payroll"));

    assertThat(shelf.ofPolicy("finance", "payroll"))
        .extracting(run -> run.getMetadata().getName())
        .containsExactlyInAnyOrder("payroll-1", "payroll-2");
    assertThat(shelf.ofPolicy("elsewhere", "payroll")).isEmpty();
    assertThat(shelf.briefs())
        .hasSize(3)
        .contains(
            new RunBrief(
                "finance", "mail", RunPhase.DEGRADED, Instant.parse("2026-03-01T22:04:00Z")));
  }

  @Test
  void theRunsOfAPolicyComeInTheOrderOfTheirLastChange() {
    put(going("payroll-1"));
    put(ended("payroll-2", "payroll"));
    put(ended("payroll-3", "payroll"));
    put(ended("payroll-4", "payroll"));

    put(ended("payroll-3", "payroll"));

    assertThat(shelf.ofPolicy("finance", "payroll"))
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("payroll-1", "payroll-2", "payroll-4", "payroll-3");
  }

  @Test
  void theOthersStayWholeWhenTheFirstRunOfAPolicyIsReplacedAndGoes() {
    List.of("payroll-1", "payroll-2", "payroll-3").forEach(name -> put(ended(name, "payroll")));
    BackupRun changed = ended("payroll-1", "payroll");
    changed.getMetadata().setResourceVersion("8");

    assertThat(put(changed)).isEqualTo(ended("payroll-1", "payroll"));
    assertThat(shelf.get("finance/payroll-1")).isEqualTo(changed);
    assertThat(shelf.remove("finance/payroll-1")).isEqualTo(changed);
    put(ended("payroll-4", "payroll"));

    assertThat(shelf.ofPolicy("finance", "payroll"))
        .containsExactly(
            ended("payroll-2", "payroll"),
            ended("payroll-3", "payroll"),
            ended("payroll-4", "payroll"));
  }

  @Test
  void nothingIsLeftOfAPolicyWhoseRunsAreAllGone() {
    put(ended("payroll-1", "payroll"));
    put(ended("by-hand", "payroll"));
    put(going("payroll-2"));

    shelf.keySet().toList().forEach(shelf::remove);

    assertThat(shelf.ofPolicy("finance", "payroll")).isEmpty();
    assertThat(shelf.keySet()).isEmpty();
    assertThat(shelf.values()).isEmpty();
    assertThat(shelf.briefs()).isEmpty();
  }

  @Test
  void aRunIsFoundWhateverItsName() {
    put(ended("payroll", "payroll"));
    put(ended("by-hand", "payroll"));
    put(ended("mail-eu-1", "mail"));
    put(ended("mail-eu-2", "mail-eu"));

    assertThat(shelf.keySet())
        .containsExactlyInAnyOrder(
            "finance/payroll", "finance/by-hand", "finance/mail-eu-1", "finance/mail-eu-2");
    assertThat(shelf.get("finance/payroll")).isEqualTo(ended("payroll", "payroll"));
    assertThat(shelf.get("finance/by-hand")).isEqualTo(ended("by-hand", "payroll"));
    assertThat(shelf.get("finance/mail-eu-1")).isEqualTo(ended("mail-eu-1", "mail"));
    assertThat(shelf.get("finance/mail-eu-2")).isEqualTo(ended("mail-eu-2", "mail-eu"));
    assertThat(shelf.get("finance/mail")).isNull();
    assertThat(shelf.remove("finance/by-hand")).isEqualTo(ended("by-hand", "payroll"));
    assertThat(shelf.get("finance/by-hand")).isNull();
  }

  @Test
  void aRunMadeAnewForAnotherPolicyLeavesTheFirst() {
    put(ended("mail-eu-1", "mail"));

    assertThat(put(ended("mail-eu-1", "mail-eu"))).isEqualTo(ended("mail-eu-1", "mail"));
    assertThat(put(ended("mail-eu-1", "payroll"))).isEqualTo(ended("mail-eu-1", "mail-eu"));
    assertThat(put(ended("mail-eu-1", "mail"))).isEqualTo(ended("mail-eu-1", "payroll"));

    assertThat(shelf.size()).isOne();
    assertThat(shelf.ofPolicy("finance", "mail")).hasSize(1);
  }

  @Test
  void aRunThatNobodySaidTheEndOfHasNone() {
    BackupRun run =
        JSON.unmarshal(
            JSON.asJson(ended("payroll-1", "payroll")).replaceAll("\"completionTime\":[^,]*,", ""),
            BackupRun.class);

    put(run);

    assertThat(shelf.briefs())
        .containsExactly(new RunBrief("finance", "payroll", RunPhase.DEGRADED, null));
  }

  @Test
  void whatIsListedWithoutItsStoryCanStillBeNamed() {
    put(ended("payroll-1", "payroll"));

    List<BackupRun> named = shelf.values().toList();

    assertThat(named)
        .singleElement()
        .satisfies(run -> {
          assertThat(shelf.getKey(run)).isEqualTo("finance/payroll-1");
          assertThat(run.getSpec().policyRef().name()).isEqualTo("payroll");
          assertThat(run.getStatus()).isNull();
        });
  }

  private @Nullable BackupRun put(BackupRun run) {
    return shelf.put(shelf.getKey(run), run);
  }
}
