package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.retention.Places;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which runs are told of what is damaged at a place. */
class PlacedRunTest {
  private static final BackupRepository OFFSITE = repository("city", "offsite", "example.org");
  private static final List<BackupRepository> REPOSITORIES =
      List.of(
          OFFSITE,
          repository("town", "vault", "example.org"),
          repository("town", "elsewhere", "example.net"));

  private final List<BackupPolicy> policies = new ArrayList<>();
  private final List<BackupRun> runs = new ArrayList<>();

  @Test
  void runsOfEveryNamespaceAreWithTheNameOfTheirOwnObject() {
    copied(policy("city", "payroll", "offsite"), "one", "offsite");
    copied(policy("town", "taxes", "vault"), "two", "vault");
    copied(policy("town", "roads", "elsewhere"), "three", "elsewhere");

    assertThat(told(Set.of()))
        .containsExactly("city/one through offsite", "town/two through vault");
  }

  @Test
  void whereARunWroteCountsAndNotWhereItsPolicyWritesNow() {
    copied(policy("town", "moved-here", "vault"), "old", "elsewhere");
    copied(policy("town", "swapped", "elsewhere}, {name: vault"), "before", "vault");
    copied(policy("town", "silent", "vault"), "ancient", null);

    assertThat(told(Set.of()))
        .containsExactly("town/before through vault", "town/ancient through vault");
  }

  @Test
  void aPolicyThatWritesThereNoMoreIsFoundByWhatNamesIt() {
    copied(policy("town", "left", "elsewhere"), "old", "vault");

    assertThat(told(Set.of("town/left"))).containsExactly("town/old through vault");
    assertThat(told(Set.of("city/left"))).isEmpty();
  }

  @Test
  void whatAPersonHadCopiedIsFoundThoughItsPolicyIsGone() {
    copied(policy("town", "left", "vault"), "old", "vault");
    copied(policy("town", "left", "vault"), "silent", null);
    policies.clear();

    assertThat(told(Set.of("town/left"))).containsExactly("town/old through vault");
    assertThat(told(Set.of("left", "city/left", "town/left/vault"))).isEmpty();
  }

  private void copied(BackupPolicy policy, String run, @Nullable String repository) {
    policies.add(policy);
    runs.add(run(policy, run, repository));
  }

  private List<String> told(Set<String> named) {
    return PlacedRun.at(
            OFFSITE, new Places(REPOSITORIES::stream, policies::stream), named, this::ofPolicy)
        .map(placed ->
            "%s/%s through %s"
                .formatted(
                    placed.run().getMetadata().getNamespace(),
                    placed.run().getMetadata().getName(),
                    placed.repository()))
        .toList();
  }

  private List<BackupRun> ofPolicy(String namespace, String policy) {
    return runs.stream()
        .filter(run -> run.getMetadata().getNamespace().equals(namespace))
        .filter(run -> run.getSpec().policyRef().name().equals(policy))
        .toList();
  }

  private static BackupRepository repository(String namespace, String name, String domain) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRepository
        metadata: {name: %s, namespace: %s}
        spec:
          s3: {endpoint: "https://s3.%s", bucket: archive, prefix: shared, credentialsRef: {name: s3}}
          encryption: {passwordRef: {name: password}}
        """
            .formatted(name, namespace, domain),
        BackupRepository.class);
  }

  private static BackupPolicy policy(String namespace, String name, String repositories) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          schedules: [{name: daily, cron: "0 22 * * *"}]
          source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
          repositories: [{name: %s}]
        """
            .formatted(name, namespace, repositories),
        BackupPolicy.class);
  }

  /** A run that says through which object it wrote, or does not. */
  private static BackupRun run(BackupPolicy policy, String name, @Nullable String repository) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRun
        metadata: {name: %s, namespace: %s}
        spec: {policyRef: {name: %s}}
        status: {phase: Succeeded, worker: {repository: %s}}
        """
            .formatted(
                name,
                policy.getMetadata().getNamespace(),
                policy.getMetadata().getName(),
                repository),
        BackupRun.class);
  }
}
