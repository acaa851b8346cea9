package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.function.UnaryOperator;

/** A policy that asks for a monthly test, and tests of it. */
final class ProvenPolicy {
  static final String MONTHLY =
      """
      verification:
        schedule: {cron: "0 6 1 * *"}
      objectives: {rto: 4h}
      """;
  static final String SIGNED =
      """
      verification:
        schedule: {cron: "0 6 1 * *"}
        attestation: {required: true}
      """;
  private static final String GOOD_RUN =
      """
      phase: Succeeded
      capturedAt: "2026-11-21T01:00:00Z"
      startTime: "2026-11-21T01:00:00Z"
      completionTime: "2026-11-21T01:10:00Z"
      targets:
      - {name: payroll, phase: Succeeded, snapshotId: "0a"}
      """;
  static final String PEOPLE =
      "{name: people, sql: {database: payroll, query: SELECT 1, expect: {min: 1}}}";
  static final String DECEMBER = "2026-12-01T09:00:00Z";
  static final String TEST_OF_DECEMBER = "payroll-test-202612010600";

  private ProvenPolicy() {}

  static World monthly(String... more) {
    return World.nightly(more.length == 0 ? new String[] {MONTHLY} : more)
        .withRun("good", "2026-11-21T01:00:00Z", GOOD_RUN.indent(2));
  }

  static World tested(World world) {
    String status = passed("2026-12-01T09:04:12Z");
    world.after(world.at("2026-11-22T09:00:00Z"));
    world.after(world.at(DECEMBER));
    return world.tests().isEmpty()
        ? world.withTest(TEST_OF_DECEMBER, DECEMBER, "", status)
        : world.change(
            TEST_OF_DECEMBER,
            test -> {
              test.setStatus(Serialization.unmarshal(status, RestoreStatus.class));
              return test;
            });
  }

  static String passed(String at) {
    return """
    phase: Succeeded
    completionTime: "%s"
    measuredRto: 4m12s
    rung: V2
    source: {policy: payroll, repository: offsite}
    targets:
    - {name: payroll, phase: Succeeded, rung: V3}
    - {name: globals, phase: Succeeded, rung: V2}
    """
        .formatted(at);
  }

  static String passed(String at, String capturedAt) {
    return passed(at).replace("offsite}", "offsite, capturedAt: \"%s\"}".formatted(capturedAt));
  }

  static UnaryOperator<Restore> signed(String verdict) {
    return test -> {
      String json =
          Serialization.asJson(test)
              .replaceFirst(
                  "\"spec\":\\{",
                  "\"spec\":{\"attestation\":{\"by\":\"A. Tester\",\"at\":\"2026-12-02T11:00:00Z\","
                      + "\"verdict\":\"%s\",\"remarks\":\"half of the rows are missing.\"},"
                          .formatted(verdict));
      return Serialization.unmarshal(json, Restore.class);
    };
  }

  static List<EventReason> news(World.Look look) {
    return PolicyNews.between(look.seen().status(), look.report().status()).stream()
        .map(PolicyNews::reason)
        .filter(reason -> reason != EventReason.POLICY_NOT_READY)
        .toList();
  }
}
