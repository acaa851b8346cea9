package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.controller.policy.ProvenPolicy.MONTHLY;
import static dev.salvaguarda.controller.policy.ProvenPolicy.TEST_OF_DECEMBER;
import static dev.salvaguarda.controller.policy.ProvenPolicy.monthly;
import static dev.salvaguarda.controller.policy.ProvenPolicy.passed;
import static dev.salvaguarda.controller.policy.ProvenPolicy.tested;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a test says of a source that is not the one that its copies were made of. */
class ProofOfSourceTest {
  @Test
  void aProofSaysNothingOfASourceThatThePolicyHadBefore() {
    World world = tested(monthly("suspend: true\n" + MONTHLY));
    World.Look proven = world.at("2026-12-01T09:10:00Z");
    world.after(proven).change(source("host: new.example.org"));
    World.Look changed = world.at("2026-12-01T10:00:00.5Z");
    world.after(changed);
    World.Look later = world.at("2026-12-01T11:00:00Z");
    world.after(later);
    world.withTest(
        "of-old-copies",
        "2026-12-01T12:00:00Z",
        "",
        passed("2026-12-01T12:04:12Z", "2026-12-01T09:59:59Z"));
    World.Look old = world.at("2026-12-01T13:00:00Z");
    World.Look gone =
        world
            .after(old)
            .withoutTest(TEST_OF_DECEMBER)
            .withoutTest("of-old-copies")
            .at("2026-12-01T13:10:00Z");
    World.Look overdue = world.after(gone).at("2027-01-05T10:00:01Z");
    world.withTest(
        "of-new-copies",
        "2027-01-05T12:00:00Z",
        "",
        passed("2027-01-05T12:04:12Z", "2027-01-05T11:00:00Z"));
    World.Look anew = world.after(overdue).at("2027-01-05T13:00:00Z");
    World.Look remembered =
        world.after(anew).withoutTest("of-new-copies").at("2027-01-05T14:00:00Z");

    assertThat(proven.answer("Verified")).isEqualTo("True TestPassed");
    for (World.Look look : List.of(changed, later, old, gone)) {
      assertThat(look.answer("Verified")).isEqualTo("Unknown SourceNotProven");
      assertThat(look.condition("Verified").getMessage())
          .isEqualTo(
              "The source was changed at 2026-12-01T10:00:00Z, and no copy of the present one has"
                  + " passed a test yet; one must have by 2027-01-05T10:00:00Z.");
      assertThat(look.answer("RTOMet")).isEqualTo("Unknown NotVerified");
      assertThat(look.condition("RTOMet").getMessage())
          .isEqualTo(
              "No test that counts has measured a restore since the source was changed at"
                  + " 2026-12-01T10:00:00Z; the objective is 4h.");
      assertThat(look.report().status().lastVerification()).isNull();
    }
    assertThat(overdue.answer("Verified")).isEqualTo("False TestOverdue");
    assertThat(overdue.condition("Verified").getMessage())
        .isEqualTo(
            "No test that counts has passed since the source was changed at 2026-12-01T10:00:00Z;"
                + " that was too long ago from 2027-01-05T10:00:00Z on.");
    assertThat(anew.answer("Verified")).isEqualTo("True TestPassed");
    assertThat(remembered.answer("Verified")).isEqualTo("True TestPassed");
  }

  /** Its pod may have been asked for with the former source, and begin later. */
  @Test
  void whatARunCopiedThatWasThereBeforeTheChangeProvesNothingOfTheNewSource() {
    World world = tested(monthly("suspend: true\n" + MONTHLY));
    world.after(world.at("2026-12-01T09:10:00Z")).change(source("host: new.example.org"));
    world.withRun("before", "2026-12-01T09:59:00Z", "  phase: Running");
    world.after(world.at("2026-12-01T10:00:00Z"));
    world.withTest(
        "hasty",
        "2026-12-01T12:00:00Z",
        "",
        passed("2026-12-01T12:04:12Z", "2026-12-01T10:05:00Z"));
    World.Look running = world.at("2026-12-01T12:10:00Z");
    world.without("before");
    String ended = "  phase: Succeeded\n  completionTime: \"%s\"";
    world.withRun("before", "2026-12-01T09:59:00Z", ended.formatted("2026-12-01T10:06:00Z"));
    World.Look late = world.at("2026-12-01T12:20:00Z");
    world.without("before");
    world.withRun("before", "2026-12-01T09:59:00Z", ended.formatted("2026-12-01T10:04:00Z"));

    assertThat(running.answer("Verified")).isEqualTo("Unknown SourceNotProven");
    assertThat(late.answer("Verified")).isEqualTo("Unknown SourceNotProven");
    assertThat(world.at("2026-12-01T12:30:00Z").answer("Verified")).isEqualTo("True TestPassed");
  }

  @Test
  void howThingsAreCopiedMayChangeAndWhatIsProvenStaysProven() {
    for (String change :
        List.of(
            "schedules: [{name: weekly, cron: 0 1 * * 0}]",
            "retention: {keepDaily: 7}",
            "objectives: {rto: 5h}",
            "guards: {maxShrinkPercent: 20}",
            "runTemplate: {nodeSelector: {disk: ssd}, bandwidth: 10Mi}",
            "successfulRunsHistoryLimit: 7",
            source("host: DB.example.org"),
            source("host: db.example.org, port: 5432"),
            source("host: db.example.org, tls: {mode: Require}, chunkSize: 8Ki"),
            "source: {postgresql: {host: db.example.org, credentialsRef: {name: rotated}}}")) {
      assertThat(afterChange(change)).as(change).isEqualTo("True TestPassed");
    }
  }

  @Test
  void anotherPlaceOrAnotherChoiceOfWhatIsCopiedIsAnotherSource() {
    for (String change :
        List.of(
            source("host: other.example.org"),
            source("host: db.example.org, port: 5433"),
            source("host: db.example.org, databases: [payroll]"),
            source("host: db.example.org, excludeDatabases: [payroll]"),
            source("host: db.example.org, globals: false"),
            "source: {mariadb: {host: db.example.org, credentialsRef: {name: payroll-reader}}}",
            "source: {files: {hostPath: {path: /srv}}}")) {
      assertThat(afterChange(change)).as(change).isEqualTo("Unknown SourceNotProven");
    }
  }

  /** A proof must not come back because nobody asked for tests when the source was changed. */
  @Test
  void aChangeIsRememberedAlsoWhileNoTestsAreAskedFor() {
    World world = tested(monthly());
    world.after(world.at("2026-12-01T09:10:00Z")).change("verification: null");
    world.after(world.at("2026-12-01T09:20:00Z")).change(source("host: new.example.org"));
    world.after(world.at("2026-12-01T09:30:00Z")).withoutTest(TEST_OF_DECEMBER).change(MONTHLY);

    assertThat(world.at("2026-12-01T09:40:00Z").answer("Verified")).isEqualTo("Unknown NoTestYet");
  }

  private static String afterChange(String change) {
    World world = tested(monthly());
    world.after(world.at("2026-12-01T09:10:00Z")).change(change);
    world.after(world.at("2026-12-01T09:20:00Z"));
    return world.at("2026-12-01T09:30:00Z").answer("Verified");
  }

  private static String source(String fields) {
    return "source: {postgresql: {credentialsRef: {name: payroll-reader}, %s}}".formatted(fields);
  }
}
