package dev.salvaguarda.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.failure.FailureReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class HostPathRuleTest {
  private static final HostPathRule FORBIDDEN = new HostPathRule(false);
  private static final HostPathRule ALLOWED = new HostPathRule(true);
  private static final String DIRECTORY = "files: {hostPath: {path: /srv}}";

  @Test
  void refusesDirectoriesOfTheNodeToRead() {
    BackupPolicySpec policy = policy(DIRECTORY);

    assertThat(FORBIDDEN.obstacle(policy))
        .hasValueSatisfying(why -> {
          assertThat(why.reason()).isEqualTo(FailureReason.HOST_PATH_NOT_ALLOWED);
          assertThat(why.message()).startsWith("source.files.hostPath is not allowed");
        });
    assertThat(ALLOWED.obstacle(policy)).isEmpty();
  }

  @Test
  void refusesDirectoriesOfTheNodeToWriteTo() {
    RestoreSpec restore = restore(DIRECTORY);

    assertThat(FORBIDDEN.obstacle(restore))
        .hasValueSatisfying(
            why -> assertThat(why.message()).startsWith("target.files.hostPath is not allowed"));
    assertThat(ALLOWED.obstacle(restore)).isEmpty();
  }

  @Test
  void hasNothingToSayOfOtherPlaces() {
    assertThat(FORBIDDEN.obstacle(policy("files: {nfs: {server: nas.example.org, path: /srv}}")))
        .isEmpty();
    assertThat(FORBIDDEN.obstacle(policy("postgresql: {host: db, credentialsRef: {name: db}}")))
        .isEmpty();
    assertThat(FORBIDDEN.obstacle(restore("files: {persistentVolumeClaim: {claimName: share}}")))
        .isEmpty();
    assertThat(FORBIDDEN.obstacle(restore("scratch: {}"))).isEmpty();
  }

  private static BackupPolicySpec policy(String source) {
    return Serialization.unmarshal(
        "source: {%s}\nrepositories: [{name: offsite}]\n".formatted(source),
        BackupPolicySpec.class);
  }

  private static RestoreSpec restore(String target) {
    return Serialization.unmarshal(
        "source: {policyRef: {name: share}}\ntarget: {%s}\n".formatted(target), RestoreSpec.class);
  }
}
