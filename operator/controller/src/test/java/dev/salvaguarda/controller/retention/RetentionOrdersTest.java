package dev.salvaguarda.controller.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.schedule.Jitter;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionOrdersTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.5Z");

  private static final Instant NEXT = Instant.parse("2026-11-27T03:00:00Z");
  private static final String RETENTION = "retention: {keepDaily: 7}";

  private final List<BackupRun> runs = new ArrayList<>();
  private final List<Restore> restores = new ArrayList<>();

  @Test
  void aPolicyWithoutRetentionHasNoOrder() {
    assertThat(orders(policy("{}", "timeZone: America/Fortaleza"))).isEmpty();
  }

  @Test
  void anOrderHoldsTheRulesTheZoneAndTheSecondForWhichIsDecided() {
    RetentionOrder order =
        only(policy("{}", "retention: {keepDaily: 7, keepYearly: -1, keepWithin: 1y6m}"));

    assertThat(order.namespace() + "/" + order.policy()).isEqualTo("city/payroll");
    assertThat(order.at()).isEqualTo(Instant.parse("2026-11-26T12:00:00Z"));
    assertThat(order.terms().rules().text()).isEqualTo("keepDaily=7,keepYearly=-1,keepWithin=1y6m");
    assertThat(order.terms().zone()).isEqualTo(ZoneId.of("Etc/UTC"));
    assertThat(order.terms().floors()).isEqualTo(Floors.NONE);
    assertThat(order.terms().limit()).isEqualTo(RemovalLimit.FIRST);
  }

  @Test
  void whatCantBeUnderstoodOrIsLeavingHasNoOrder() {
    assertThat(orders(policy("{}", "retention: {keepDaily: 0}"))).isEmpty();
    assertThat(orders(policy("{}", "retention: {keepWithin: 90s}"))).isEmpty();
    assertThat(orders(policy("{}", "retention: {keepDaily: 7}\ntimeZone: America/Fortalesa")))
        .isEmpty();
    BackupPolicy leaving = policy("{}", "retention: {keepDaily: 7}");
    leaving.getMetadata().setDeletionTimestamp("2026-11-26T11:00:00Z");
    assertThat(orders(leaving)).isEmpty();
    BackupPolicy elsewhere = policy("{}", "retention: {keepDaily: 7}");
    elsewhere.getMetadata().setNamespace("town");
    assertThat(orders(elsewhere)).isEmpty();
  }

  @Test
  void whatTheLastPassLeftAndAnnouncedIsTakenFromTheStatusOfThisRepository() {
    BackupPolicy policy = policy("{}", "retention: {keepDaily: 3}");
    policy.setStatus(
        Serialization.unmarshal(
            """
            retention:
            - {repository: elsewhere, snapshots: 5}
            - {repository: offsite, snapshots: 365, announcedAt: "2026-11-25T11:00:00Z", announcedTerms: keepDaily=3 in Etc/UTC}
            """,
            BackupPolicyStatus.class));

    assertThat(only(policy).terms().limit())
        .isEqualTo(
            new RemovalLimit(
                365,
                new Announcement(Instant.parse("2026-11-25T11:00:00Z"), "keepDaily=3 in Etc/UTC"),
                false));
  }

  @Test
  void anAttemptCountsWhatAnEarlierOneOfItsPassRemovedAmongWhatThePassFound() {
    BackupPolicy policy = policy("{}", "retention: {keepDaily: 3}");
    policy.setStatus(
        Serialization.unmarshal(
            "retention: [{repository: offsite, passTime: '2026-11-26T11:58:00Z', snapshots: 70, removed: 30}]",
            BackupPolicyStatus.class));

    assertThat(leftByLastPass(policy, "2026-11-26T11:57:00Z")).isEqualTo(100);
    assertThat(leftByLastPass(policy, "2026-11-26T11:59:00Z")).isEqualTo(70);
  }

  private @Nullable Integer leftByLastPass(BackupPolicy policy, String passDueAt) {
    BackupRepository repository = repository();
    repository.setStatus(
        Serialization.unmarshal(
            "maintenance: {phase: Running, dueTime: '%s'}".formatted(passDueAt),
            BackupRepositoryStatus.class));
    return orders(repository, policy).getFirst().terms().limit().leftByLastPass();
  }

  @Test
  void onlyAConfirmationOfTheseVeryRulesLiftsTheLimit() {
    String spec = "retention: {keepDaily: 3, keepMonthly: 12}";
    String key = "salvaguarda.dev/confirm-retention";
    assertThat(
            only(policy("{%s: 'keepDaily=3, keepMonthly=12'}".formatted(key), spec))
                .terms()
                .limit()
                .lifted())
        .isTrue();
    for (String other : List.of("true", "keepDaily=3", "keepDaily=30,keepMonthly=12", "")) {
      assertThat(only(policy("{%s: '%s'}".formatted(key, other), spec)).terms().limit().lifted())
          .as(other)
          .isFalse();
    }
  }

  @Test
  void runsOnHoldAndRunsThatHaveNotEndedHoldTheirSnapshots() {
    run("held", "hold: {reason: inspection}", "phase: Degraded");
    run("held-until", "hold: {until: '2026-12-24T00:00:00Z'}", "phase: Failed");
    run("released", "hold: {until: '2026-11-26T12:00:00Z', reason: over}", "phase: Failed");
    run("waiting", "{}", "phase: Pending");
    run("over", "{}", "phase: Failed");

    assertThat(floors().held())
        .containsOnlyKeys("uid-held", "uid-held-until", "uid-waiting")
        .containsEntry("uid-held", "until the hold is removed: inspection")
        .containsEntry("uid-held-until", "until 2026-12-24T00:00:00Z")
        .containsEntry("uid-waiting", "until run waiting ends");
  }

  @Test
  void aPolicyThatWasMadeAnewStillHasTheHoldsAndTheGoodRunsOfTheEarlierOneOfItsName() {
    run("december", "hold: {reason: inspection}", "phase: Succeeded");
    run(
        "orphan",
        "{}",
        "{phase: Succeeded, capturedAt: '2026-11-20T00:00:00Z', targets: [{name: payroll, phase: Succeeded}]}");
    runs.getLast().addOwnerReference(owner("uid-of-the-earlier-policy"));
    BackupPolicy anew = policy("{}", "retention: {keepDaily: 7}");
    anew.getMetadata().setCreationTimestamp("2026-11-25T00:00:00Z");

    Floors floors = only(anew).terms().floors();

    assertThat(floors.held()).containsKey("uid-december");
    assertThat(floors.goodRuns()).containsExactly("uid-orphan");
  }

  @Test
  void whatOnlyItsRunKnowsToBeDamagedIsStillKnownToBe() {
    run(
        "damaged",
        "{}",
        "{phase: Succeeded, targets: [{name: payroll, snapshotId: p1}],"
            + " conditions: [{type: Restorable, status: 'False', reason: DataDamaged, message: x}]}");

    assertThat(floors().damaged()).containsExactly("p1");
  }

  @Test
  void aRunOfAnotherPolicyHoldsNothingHere() {
    run("tax", "hold: {reason: inspection}", "phase: Succeeded");
    BackupPolicy other = policy("{}", "retention: {keepDaily: 7}");
    other.getMetadata().setName("tax");

    assertThat(only(other).terms().floors()).isEqualTo(Floors.NONE);
  }

  @Test
  void theNewestRunThatCopiedAllAndTheNewestThatCopiedEachTargetAreGood() {
    run(
        "old",
        "{}",
        "{phase: Succeeded, capturedAt: '2026-11-20T00:00:00Z', targets: [{name: payroll, phase: Succeeded}]}");
    run(
        "whole",
        "{}",
        "{phase: Succeeded, capturedAt: '2026-11-21T00:00:00Z', targets: [{name: payroll, phase: Succeeded}, {name: tax, phase: Succeeded}]}");
    run(
        "part",
        "targets: [payroll]",
        "{phase: Succeeded, capturedAt: '2026-11-22T00:00:00Z', targets: [{name: payroll, phase: Succeeded}]}");
    run(
        "bad",
        "{}",
        "{phase: Degraded, capturedAt: '2026-11-23T00:00:00Z', targets: [{name: payroll, phase: Degraded}]}");

    assertThat(floors().goodRuns()).containsExactlyInAnyOrder("uid-whole", "uid-part");
  }

  @Test
  void whatIsKnownToBeDamagedIsNoFloorWhileThereIsAnythingElse() {
    run(
        "whole",
        "{}",
        "{phase: Succeeded, capturedAt: '2026-11-21T00:00:00Z', targets: [{name: payroll, phase: Succeeded, snapshotId: p1}]}");
    run(
        "damaged",
        "{}",
        "{phase: Succeeded, capturedAt: '2026-11-22T00:00:00Z', targets: [{name: payroll, phase: Succeeded, snapshotId: p2}]}");
    restore("first", "Test", "Succeeded", "2026-11-21", "payroll", "p1");
    restore("second", "Test", "Succeeded", "2026-11-22", "payroll", "p2");
    BackupPolicy policy = policy("{}", "retention: {keepDaily: 7}");
    policy.setStatus(damaged("p2"));

    Floors floors = only(policy).terms().floors();

    assertThat(floors.damaged()).containsExactly("p2");
    assertThat(floors.goodRuns()).containsExactly("uid-whole");
    assertThat(floors.newestVerified()).containsExactly("p1");
  }

  @Test
  void whereAllIsDamagedTheNewestStaysAllTheSame() {
    run(
        "damaged",
        "{}",
        "{phase: Succeeded, capturedAt: '2026-11-22T00:00:00Z', targets: [{name: payroll, phase: Succeeded, snapshotId: p2}]}");
    BackupPolicy policy = policy("{}", "retention: {keepDaily: 7}");
    policy.setStatus(damaged("p2"));

    assertThat(only(policy).terms().floors().goodRuns()).containsExactly("uid-damaged");
  }

  @Test
  void nothingIsRemovedWhileMoreIsDamagedThanIsNamed() {
    BackupPolicy policy = policy("{}", "retention: {keepDaily: 3}");
    policy.setStatus(
        Serialization.unmarshal(
            "integrity: {damage: {packCount: 1, packs: [{id: abc}], snapshotCount: 60}}",
            BackupPolicyStatus.class));

    assertThat(orders(policy)).isEmpty();
  }

  private static BackupPolicyStatus damaged(String snapshot) {
    return Serialization.unmarshal(
        "integrity: {damage: {packCount: 1, packs: [{id: abc}], snapshotCount: 1, snapshots: [{id: %s}]}}"
            .formatted(snapshot),
        BackupPolicyStatus.class);
  }

  @Test
  void ofEachTargetTheNewestSnapshotThatATestRestoredIsVerified() {
    restore("first", "Test", "Succeeded", "2026-10-01", "payroll", "p1", "tax", "t1");
    restore("second", "Test", "Succeeded", "2026-11-01", "payroll", "p2");
    restore("failed", "Test", "Failed", "2026-11-20", "payroll", "p3");
    restore("recovery", "Recovery", "Succeeded", "2026-11-21", "payroll", "p4");

    assertThat(floors().newestVerified()).containsExactlyInAnyOrder("p2", "t1");
    assertThat(floors().held()).isEmpty();
  }

  @Test
  void aTestOfAnOlderCopyTakesNoFloorFromTheNewestOneThatWasProven() {
    restore("monthly", "Test", "2026-11-01", "november");
    restore("audit", "Test", "2026-11-02", "june");
    capturedAt("2026-06-01T00:00:00Z", "offsite");

    assertThat(floors().newestVerified()).containsExactly("november");
  }

  @Test
  void aTestOfTheCopyInAnotherRepositoryTakesNoFloorFromThisOne() {
    restore("here", "Test", "2026-11-01", "p1");
    restore("there", "Test", "2026-11-02", "copy-of-p2");
    capturedAt("2026-11-02T00:00:00Z", "second");

    assertThat(floors().newestVerified()).containsExactlyInAnyOrder("p1", "copy-of-p2");
  }

  private void capturedAt(String time, String repository) {
    Restore restore = restores.getLast();
    String status = Serialization.asJson(restore.getStatus());
    ObjectNode whole = Serialization.unmarshal(status, ObjectNode.class);
    whole.withObject("/source").put("capturedAt", time).put("repository", repository);
    restore.setStatus(Serialization.unmarshal(whole.toString(), RestoreStatus.class));
  }

  @Test
  void aTestThatAPersonRejectedTakesNoFloorFromAnAcceptedOne() {
    restore("accepted", "Test, attestation: %s".formatted(signed("Accepted")), "2026-10-01", "p1");
    restore("rejected", "Test, attestation: %s".formatted(signed("Rejected")), "2026-11-01", "p2");

    assertThat(floors().newestVerified()).containsExactly("p1");
  }

  private void restore(String name, String purpose, String day, String snapshot) {
    restore(name, purpose, "Succeeded", day, "payroll", snapshot);
  }

  private static String signed(String verdict) {
    return "{by: Auditor, at: '2026-11-25T00:00:00Z', verdict: %s}".formatted(verdict);
  }

  @Test
  void aRestoreThatHasNotEndedHoldsItsSnapshots() {
    restore("going-on", "Recovery", "Running", "2026-11-26", "payroll", "p1");

    assertThat(floors().held()).containsExactly(Map.entry("p1", "until Restore going-on ends"));
  }

  @Test
  void anOrderSaysWhatIsKnownOfTheTimeUntilTheNextPass() {
    run("held", "hold: {until: '2026-11-27T00:00:00Z'}", "phase: Succeeded");
    run("longer", "hold: {until: '2026-11-28T00:00:00Z'}", "phase: Succeeded");
    run("going-on", "{}", "phase: Running");
    restore("going-on", "Recovery", "Running", "2026-11-26", "payroll", "p1");

    NextPass next = next("schedules: [{name: daily, cron: '0 22 * * *'}]\njitter: 10m");

    assertThat(next.at()).isEqualTo(NEXT);
    assertThat(next.crons()).containsExactly("0 22 * * *");
    assertThat(next.delay())
        .isEqualTo(Jitter.of("policy-uid", Duration.ofMinutes(10)))
        .isPositive();
    assertThat(next.released()).containsExactly("uid-held");
    assertThat(next.superseded()).isEmpty();
    assertThat(only(policy("{}", "retention: {keepDaily: 7}")).next()).isNull();
  }

  @Test
  void noCopiesAreExpectedOfAPolicyThatIsSuspended() {
    assertThat(next("schedules: [{name: daily, cron: '0 22 * * *'}]\nsuspend: true").crons())
        .isEmpty();
  }

  @Test
  void aGoodRunIsSupersededByOneThatGoesAsTheNewestOfTheWholePolicyDid() {
    run("dropped", "{}", good("2026-11-19", "{name: dropped, phase: Succeeded}"));
    run("old", "{}", good("2026-11-20", "{name: payroll, phase: Succeeded}"));
    run("newest", "{}", good("2026-11-21", "{name: payroll, phase: Succeeded}"));
    run("part", "targets: [tax]", good("2026-11-22", "{name: tax, phase: Succeeded}"));

    assertThat(floors().goodRuns())
        .containsExactlyInAnyOrder("uid-newest", "uid-part", "uid-dropped");
    assertThat(next("{}").superseded()).containsExactly("uid-newest");
  }

  @Test
  void whatTheNewestRunDidNotCopyWellSupersedesNothing() {
    run("whole", "{}", good("2026-11-20", "{name: payroll, phase: Succeeded}"));
    run(
        "newest",
        "{}",
        "{phase: Degraded, capturedAt: '2026-11-21T00:00:00Z', targets: [{name: payroll, phase: Degraded}]}");

    assertThat(next("{}").superseded()).isEmpty();
  }

  private static String good(String day, String targets) {
    return "{phase: Succeeded, capturedAt: '%sT00:00:00Z', targets: [%s]}".formatted(day, targets);
  }

  private NextPass next(String more) {
    BackupPolicy policy = policy("{}", more.equals("{}") ? RETENTION : RETENTION + "\n" + more);
    return Objects.requireNonNull(orders(repository(), policy, NEXT).getFirst().next());
  }

  private Floors floors() {
    return only(policy("{}", "retention: {keepDaily: 7}")).terms().floors();
  }

  private static OwnerReference owner(String uid) {
    return new OwnerReferenceBuilder()
        .withApiVersion("salvaguarda.dev/v1alpha1")
        .withKind("BackupPolicy")
        .withName("payroll")
        .withUid(uid)
        .build();
  }

  private RetentionOrder only(BackupPolicy policy) {
    List<RetentionOrder> orders = orders(policy);
    assertThat(orders).hasSize(1);
    return orders.getFirst();
  }

  private List<RetentionOrder> orders(BackupPolicy policy) {
    return orders(repository(), policy);
  }

  private List<RetentionOrder> orders(BackupRepository repository, BackupPolicy policy) {
    return orders(repository, policy, null);
  }

  private List<RetentionOrder> orders(
      BackupRepository repository, BackupPolicy policy, @Nullable Instant nextPass) {
    KnownDamage known =
        new Places(() -> Stream.of(repository), () -> Stream.of(policy)).damage(repository);
    return RetentionOrders.of(repository, known, List.of(policy), runs, restores, NOW, nextPass);
  }

  private static BackupRepository repository() {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRepository
        metadata: {name: offsite, namespace: city}
        spec: {s3: {endpoint: "https://s3.example.org", bucket: archive, credentialsRef: {name: s3}}}
        """,
        BackupRepository.class);
  }

  private static BackupPolicy policy(String annotations, String spec) {
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupPolicy
            metadata:
              name: payroll
              namespace: city
              uid: policy-uid
              creationTimestamp: "2026-01-01T00:00:00Z"
              annotations: %s
            """
                .formatted(annotations),
            BackupPolicy.class);
    ObjectNode whole = Serialization.unmarshal(spec, ObjectNode.class);
    whole.putArray("repositories").addObject().put("name", "offsite");
    policy.setSpec(Serialization.unmarshal(whole.toString(), BackupPolicySpec.class));
    return policy;
  }

  private void run(String name, String spec, String status) {
    String more = spec.equals("{}") ? "" : spec;
    runs.add(
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupRun
            metadata: {name: %s, namespace: city, uid: uid-%s, creationTimestamp: "2026-11-20T00:00:00Z"}
            spec:
              policyRef: {name: payroll}
              %s
            status:
              %s
            """
                .formatted(name, name, more, status),
            BackupRun.class));
  }

  private void restore(String name, String purpose, String phase, String day, String... targets) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < targets.length; i += 2) {
      list.append(
          "{name: %s, phase: Succeeded, snapshotId: %s}, ".formatted(targets[i], targets[i + 1]));
    }
    restores.add(
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: Restore
            metadata: {name: %s, namespace: city, creationTimestamp: "2026-11-20T00:00:00Z"}
            spec: {source: {policyRef: {name: payroll}}, purpose: %s}
            status:
              phase: %s
              completionTime: "%sT10:00:00Z"
              source: {policy: payroll, repository: offsite, capturedAt: "%sT00:00:00Z"}
              targets: [%s]
            """
                .formatted(name, purpose, phase, day, day, list),
            Restore.class));
  }
}
