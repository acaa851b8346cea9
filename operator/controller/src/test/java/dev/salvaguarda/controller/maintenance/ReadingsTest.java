package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.domain.workorder.PackRotation;
import dev.salvaguarda.domain.workorder.ReadOrder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  @Test
  void theFirstReadingIsTheFirstAndTheNextFollowsTheNewestThatEnded() {
    assertThat(next("{}")).isEqualTo(new ReadOrder(new PackRotation(1, 10), List.of()));
    assertThat(next("last: {reading: 3, readings: 10}"))
        .isEqualTo(new ReadOrder(new PackRotation(4, 10), List.of()));
    assertThat(next("last: {reading: 10, readings: 10}"))
        .isEqualTo(new ReadOrder(new PackRotation(1, 10), List.of()));
  }

  @Test
  void whatWasFoundDamagedIsReadAgain() {
    assertThat(next("last: {reading: 3}\ndamage: {packCount: 1, packs: [{id: abc}]}"))
        .isEqualTo(new ReadOrder(new PackRotation(4, 10), List.of("abc")));
  }

  @Test
  void thePartIsReadAgainWhileMoreIsDamagedThanCanBeNamed() {
    assertThat(next("last: {reading: 3}\ndamage: {packCount: 2, packs: [{id: abc}]}"))
        .isEqualTo(new ReadOrder(new PackRotation(3, 10), List.of("abc")));
  }

  @Test
  void aPackThatMoreSnapshotsNeedThanCanBeNamedHoldsUpNoReading() {
    assertThat(
            next(
                "last: {reading: 3}\ndamage: {packCount: 1, packs: [{id: abc}], snapshotCount: 60, snapshots: []}"))
        .isEqualTo(new ReadOrder(new PackRotation(4, 10), List.of("abc")));
  }

  @Test
  void whatOthersKnowToBeDamagedThereIsReadAgainToo() {
    KnownDamage known = new KnownDamage(List.of(), Set.of("def", "aaa", "abc"), true, true);

    assertThat(next("last: {reading: 3}\ndamage: {packCount: 1, packs: [{id: abc}]}", known))
        .isEqualTo(new ReadOrder(new PackRotation(4, 10), List.of("aaa", "abc", "def")));
    assertThat(next("last: {reading: 3}", new KnownDamage(List.of(), Set.of("def"), false, false)))
        .as("others look for the rest of what they found")
        .isEqualTo(new ReadOrder(new PackRotation(4, 10), List.of("def")));
  }

  @Test
  void nothingIsReadThatNobodyAskedFor() {
    assertThat(Readings.next(PassSubject.of(policy("{}", "{}"), null), KnownDamage.NONE)).isNull();
  }

  @Test
  void aSuspendedPolicyAsksForNoneAndEndsWhatItBegan() {
    String suspended =
        "suspend: true\nverification: {integrity: {cron: 0 3 * * 6, readPercent: 10}}";
    assertThat(PassSubject.of(policy("{}", suspended), null).asked()).isNull();
    assertThat(PassSubject.of(policy("phase: Running", suspended), null).asked()).isNotNull();
  }

  private static ReadOrder next(String status) {
    return next(status, KnownDamage.NONE);
  }

  private static ReadOrder next(String status, KnownDamage known) {
    ReadOrder next = Readings.next(PassSubject.of(policy(status), null), known);
    assertThat(next).isNotNull();
    return Objects.requireNonNull(next);
  }

  private static BackupPolicy policy(String integrity) {
    return policy(integrity, "verification: {integrity: {cron: 0 3 * * 6, readPercent: 10}}");
  }

  private static BackupPolicy policy(String integrity, String spec) {
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: payroll, namespace: city}
            """,
            BackupPolicy.class);
    ObjectNode whole = Serialization.unmarshal(spec, ObjectNode.class);
    whole.putArray("repositories").addObject().put("name", "offsite");
    policy.setSpec(Serialization.unmarshal(whole.toString(), BackupPolicySpec.class));
    ObjectNode status = Serialization.unmarshal("{}", ObjectNode.class);
    status.set("integrity", Serialization.unmarshal(integrity, ObjectNode.class));
    policy.setStatus(Serialization.unmarshal(status.toString(), BackupPolicyStatus.class));
    return policy;
  }
}
