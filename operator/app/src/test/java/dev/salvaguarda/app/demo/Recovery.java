package dev.salvaguarda.app.demo;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The monthly proof, a bad day, and what comes back after it. */
final class Recovery {
  private static final String FOLDER = "finance/2026";

  private final DemoWorld world;
  private final Path examples;
  private final KubernetesClient client;
  private final Payroll payroll;
  private final FileShare share;

  Recovery(DemoWorld world, Path examples, Payroll payroll, FileShare share) {
    this.world = world;
    this.examples = examples;
    this.client = world.cluster().client();
    this.payroll = payroll;
    this.share = share;
  }

  /** Proves the newest copies, as an example has it; returns the test's name. */
  String test(String example) {
    return test(example, Map.of());
  }

  /** The same with these texts in the example replaced. */
  String test(String example, Map<String, String> replacements) {
    String test = create(example, replacements);
    follow(test);
    return test;
  }

  /** Signs a test as a person would. */
  void sign(String test) {
    String attestation =
        "{\"spec\":{\"attestation\":{\"by\":\"A. Tester\",\"at\":\"%s\",\"verdict\":\"Accepted\"}}}"
            .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    client
        .resources(Restore.class)
        .inNamespace(DemoWorld.NAMESPACE)
        .withName(test)
        .patch(PatchContext.of(PatchType.JSON_MERGE), attestation);
    client
        .resources(Restore.class)
        .inNamespace(DemoWorld.NAMESPACE)
        .withName(test)
        .waitUntilCondition(Recovery::isAttested, 1, TimeUnit.MINUTES);
  }

  private static boolean isAttested(@Nullable Restore restore) {
    return restore != null
        && restore.getStatus().conditions().stream()
            .anyMatch(
                (Condition c) -> c.getType().equals("Attested") && c.getStatus().equals("True"));
  }

  /** Waits until the operator calls the policy verified; returns what it says of that. */
  String awaitVerified(String policy) {
    BackupPolicy verified =
        client
            .resources(BackupPolicy.class)
            .inNamespace(DemoWorld.NAMESPACE)
            .withName(policy)
            .waitUntilCondition(found -> verified(found).isPresent(), 1, TimeUnit.MINUTES);
    return verified(verified).orElseThrow().getMessage();
  }

  private static Optional<Condition> verified(@Nullable BackupPolicy policy) {
    if (policy == null || policy.getStatus() == null) {
      return Optional.empty();
    }
    return policy.getStatus().conditions().stream()
        .filter(one -> one.getType().equals("Verified") && one.getStatus().equals("True"))
        .findFirst();
  }

  /** What nobody wants to see. */
  void lose() {
    payroll.lose(pgDump(), world.restores().resolve("payroll.sql"));
    share.lose(FOLDER, world.restores().resolve("lost"));
  }

  /** Brings both back. */
  void restore() {
    String database =
        create(
            "61-restore-database.yaml",
            Map.of(
                "host: payroll-db.example.org",
                "host: %s\n      port: %d"
                    .formatted(world.database().host(), world.database().port()),
                ", at: \"2026-03-02T12:00:00-03:00\"",
                "",
                "to: payroll_noon",
                "to: payroll"));
    String files = create("62-restore-files.yaml", Map.of());
    follow(database);
    follow(files);
  }

  /** Throws unless all is as it was. */
  void requireAsBefore() {
    if (!payroll.isAsIn(world.restores().resolve("payroll.sql"), pgDump(), world.restores())) {
      throw new DemoFailure("the restored database differs from the one that was dropped");
    }
    List<String> differences =
        FileShare.differences(
            world.restores().resolve("lost"), world.share().resolve("restored").resolve(FOLDER));
    if (!differences.isEmpty()) {
      throw new DemoFailure("the restored folder differs: " + differences.getFirst());
    }
  }

  private String create(String example, Map<String, String> replacements) {
    return Manifests.create(client, DemoWorld.NAMESPACE, examples.resolve(example), replacements);
  }

  private void follow(String name) {
    RestoreStatus ended =
        Progress.follow(
            name,
            () ->
                client
                    .resources(Restore.class)
                    .inNamespace(DemoWorld.NAMESPACE)
                    .withName(name)
                    .require()
                    .getStatus(),
            Recovery::describe,
            status -> status != null && status.phase() != null && status.phase().isFinal());
    if (ended.phase() != RestorePhase.SUCCEEDED) {
      throw new DemoFailure("restore " + name + " is " + ended.phase() + ": " + describe(ended));
    }
  }

  private static String describe(@Nullable RestoreStatus status) {
    if (status == null || status.phase() == null) {
      return "accepted";
    }
    String phase = status.phase().name();
    String figures =
        status.measuredRto() == null
            ? ""
            : " %s, restored %s, RTO %s"
                .formatted(
                    status.rung(),
                    status.summary() == null ? "-" : status.summary().restored(),
                    status.measuredRto());
    String why = status.message() == null ? "" : "  " + status.message();
    return phase.charAt(0) + phase.substring(1).toLowerCase(Locale.ROOT) + figures + why;
  }

  private static String pgDump() {
    return Objects.requireNonNull(RequiredTool.pgDump().path()).toString();
  }
}
