package dev.salvaguarda.controller.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositorySpec;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.controller.host.HostSeen;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.source.HostPathRule;
import dev.salvaguarda.controller.window.OpenWindows;
import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A policy with its runs and repository, as values, looked at at one instant after another. */
final class World {
  static final String CREATED = "2026-11-20T12:00:00Z";

  private final BackupPolicy policy;
  private final List<BackupRun> runs = new ArrayList<>();
  private final List<Restore> tests = new ArrayList<>();
  private final List<BackupRepository> repositories = new ArrayList<>();

  private final List<MaintenanceWindow> windows = new ArrayList<>();

  private HostPathRule hostPaths = new HostPathRule(true);

  private HostSeen host = new HostSeen.None();

  private World(BackupPolicy policy) {
    this.policy = policy;
  }

  /** A nightly policy in Fortaleza, with more lines for its specification. */
  static World nightly(String... more) {
    return of(
        """
          schedules:
          - {name: daily, cron: "0 22 * * *"}
          timeZone: America/Fortaleza
        """,
        more);
  }

  static World of(String schedules, String... more) {
    World world =
        new World(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: BackupPolicy
                metadata:
                  name: payroll
                  namespace: finance
                  uid: policy-uid
                  generation: 1
                  creationTimestamp: "%s"
                spec:
                %s
                  source:
                    postgresql: {host: db.example.org, credentialsRef: {name: payroll-reader}}
                  repositories: [{name: offsite}]
                %s
                """
                    .formatted(CREATED, schedules, String.join("\n", more).indent(2)),
                BackupPolicy.class));
    return world.withRepository("True", "Reconciled", "fine");
  }

  World with(MaintenanceWindow window) {
    windows.clear();
    windows.add(window);
    return this;
  }

  World withRepository(String ready, String reason, String message) {
    repositories.clear();
    repositories.add(
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupRepository
            metadata: {name: offsite, namespace: finance}
            spec:
              s3: {endpoint: "https://s3.example.org", bucket: offsite}
              maintenance: {cron: "30 3 * * 0"}
            status:
              conditions:
              - {type: Ready, status: "%s", reason: %s, message: "%s", lastTransitionTime: "%s"}
            """
                .formatted(ready, reason, message, CREATED),
            BackupRepository.class));
    return this;
  }

  /** A repository in the place of one of the name, its specification and status given as YAML. */
  World withRepositoryOf(String name, String spec, String status) {
    BackupRepository repository = new BackupRepository();
    repository.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("finance").build());
    ObjectNode whole = Serialization.unmarshal(spec, ObjectNode.class);
    whole.putObject("s3").put("endpoint", "https://s3.example.org").put("bucket", name);
    repository.setSpec(Serialization.unmarshal(whole.toString(), BackupRepositorySpec.class));
    repository.setStatus(Serialization.unmarshal(status, BackupRepositoryStatus.class));
    repositories.removeIf(known -> known.getMetadata().getName().equals(name));
    repositories.add(repository);
    return this;
  }

  World withSource(String yaml) {
    ObjectNode spec =
        Serialization.unmarshal(Serialization.asYaml(policy.getSpec()), ObjectNode.class);
    spec.set("source", Serialization.unmarshal(yaml, ObjectNode.class));
    policy.setSpec(Serialization.unmarshal(spec.toString(), BackupPolicySpec.class));
    return this;
  }

  World withHost(HostSeen seen) {
    host = seen;
    return this;
  }

  World forbiddingHostPaths() {
    hostPaths = new HostPathRule(false);
    return this;
  }

  World withoutRepository() {
    repositories.clear();
    return this;
  }

  /** A person's run, with lines for its status. */
  World withRun(String name, String created, String status) {
    runs.add(run(name, created, "", "  {}", status));
    return this;
  }

  World withRun(BackupRun run) {
    runs.add(run);
    return this;
  }

  World without(String run) {
    runs.removeIf(known -> known.getMetadata().getName().equals(run));
    return this;
  }

  static BackupRun run(String name, String created, String spec, String trigger, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata: {name: %s, namespace: finance, creationTimestamp: "%s"}
        spec:
          policyRef: {name: payroll}
        %s
          trigger:
        %s
        status:
        %s
        """
            .formatted(
                name,
                created,
                spec.stripIndent().indent(2),
                trigger.stripIndent().indent(4),
                status.stripIndent().indent(2)),
        BackupRun.class);
  }

  /** Takes what the operator wrote as the policy's status. */
  World remember(BackupPolicyStatus status) {
    policy.setStatus(
        Serialization.unmarshal(Serialization.asJson(status), BackupPolicyStatus.class));
    return this;
  }

  /** Sets one key of the specification, given as YAML. */
  World change(String specLine) {
    ObjectNode spec =
        Serialization.unmarshal(Serialization.asJson(policy.getSpec()), ObjectNode.class);
    spec.setAll(Serialization.unmarshal(specLine, ObjectNode.class));
    policy.setSpec(Serialization.unmarshal(spec.toString(), BackupPolicySpec.class));
    return this;
  }

  Look at(String instant) {
    Instant now = Instant.parse(instant);
    PolicySeen seen =
        new PolicyGatherer(hostPaths)
            .gather(
                policy,
                runs,
                tests,
                repositories,
                new Places(repositories::stream, () -> Stream.of(policy)),
                host);
    PolicyDecision decision = PolicyDecision.decide(seen, new OpenWindows(windows), now);
    return new Look(now, seen, decision, PolicyReport.of(seen, decision, now));
  }

  /** Carries out what a look decided: the runs exist afterwards, and the status is written. */
  World after(Look look) {
    for (Action action : look.decision().runs().plan().actions()) {
      BackupRun run = look.manifest(action);
      run.getMetadata().setCreationTimestamp(CREATED);
      runs.add(run);
    }
    for (Restore test : look.madeTests()) {
      test.getMetadata().setCreationTimestamp(look.now().toString());
      tests.add(test);
    }
    TestPlan plan = look.decision().tests();
    tests.removeIf(test -> plan != null && plan.prune().contains(test.getMetadata().getName()));
    return remember(look.report().status());
  }

  /**
   * A test, with lines for its status.
   *
   * @param changes of the specification of a test of all newest copies, given as YAML
   */
  World withTest(String name, String created, String changes, String status) {
    ObjectNode spec =
        Serialization.unmarshal(
            "purpose: Test\nsource: {policyRef: {name: payroll, at: Latest}}", ObjectNode.class);
    if (!changes.isEmpty()) {
      spec.setAll(Serialization.unmarshal(changes, ObjectNode.class));
    }
    Restore test = new Restore();
    test.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("finance")
            .withCreationTimestamp(created)
            .build());
    test.setSpec(Serialization.unmarshal(spec.toString(), RestoreSpec.class));
    test.setStatus(Serialization.unmarshal(status, RestoreStatus.class));
    tests.add(test);
    return this;
  }

  /** The test as its own reconciler, or a person, left it. */
  World change(String test, UnaryOperator<Restore> change) {
    tests.replaceAll(
        known -> known.getMetadata().getName().equals(test) ? change.apply(known) : known);
    return this;
  }

  World withoutTest(String name) {
    tests.removeIf(known -> known.getMetadata().getName().equals(name));
    return this;
  }

  List<String> tests() {
    return tests.stream().map(test -> test.getMetadata().getName()).toList();
  }

  record Look(Instant now, PolicySeen seen, PolicyDecision decision, PolicyReport report) {
    List<Restore> madeTests() {
      TestPlan plan = decision.tests();
      return plan == null
          ? List.of()
          : plan.make().stream()
              .map(action ->
                  TestManifest.of(
                      seen.identity(), plan.asked(), plan.cadence().schedules().zone(), action))
              .toList();
    }

    List<String> created() {
      return decision.runs().plan().actions().stream()
          .map(action -> manifest(action).getMetadata().getName())
          .toList();
    }

    BackupRun manifest(Action action) {
      return RunManifest.of(
          seen.identity(), decision.runs().schedules().zone(), action, decision.gap());
    }

    Condition condition(String type) {
      return report.status().conditions().stream()
          .filter(condition -> condition.getType().equals(type))
          .findFirst()
          .orElseThrow();
    }

    String answer(String type) {
      return condition(type).getStatus() + " " + condition(type).getReason();
    }
  }
}
