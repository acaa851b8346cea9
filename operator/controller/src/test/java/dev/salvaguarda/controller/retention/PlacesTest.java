package dev.salvaguarda.controller.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import dev.salvaguarda.api.repository.DamageStatus.Pack;
import dev.salvaguarda.api.repository.FoundDamage;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a place, whichever objects stand for it. */
class PlacesTest {
  private static final Instant BEGUN = Instant.parse("2026-11-26T12:00:00Z");

  private final List<BackupRepository> repositories = new ArrayList<>();
  private final List<BackupPolicy> policies = new ArrayList<>();
  private final Places places = new Places(repositories::stream, policies::stream);

  @Test
  void whatAPolicyOfAnotherNamespaceFoundThroughItsOwnObjectIsKnown() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository _ = repository("town", "vault", "https://S3.example.org/");
    BackupRepository _ = repository("town", "elsewhere", "https://s3.example.net");
    found(policy("city", "payroll", "offsite"), "aa");
    found(policy("town", "taxes", "vault"), "bb");
    found(policy("town", "roads", "elsewhere"), "cc");

    assertThat(places.damage(own).packs()).containsExactlyInAnyOrder("aa", "bb");
    assertThat(places.damage(own).ids()).containsExactlyInAnyOrder("of-aa", "of-bb");
    assertThat(places.damage(own).whole()).isTrue();
  }

  @Test
  void aServiceIsTheSameWithThePortThatItsSchemeMeansAnyway() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository other = repository("town", "vault", "https://s3.example.org:443/");
    BackupRepository _ = repository("town", "plain", "http://s3.example.org:443");
    BackupRepository _ = repository("town", "elsewhere", "https://s3.example.org:80");
    BackupRepository minio = repository("city", "minio", "http://[2001:db8::80]");
    BackupRepository same = repository("town", "minio", "http://[2001:DB8::80]:80");
    BackupRepository _ = repository("town", "usual", "http://[2001:db8::80]:9000");

    assertThat(places.objects(own)).containsExactly(own, other);
    assertThat(places.objects(minio)).containsExactly(minio, same);
  }

  @Test
  void whatTheMaintenanceOfAnotherObjectMissedIsKnown() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository other = repository("town", "vault", "https://s3.example.org");
    other.setStatus(
        Serialization.unmarshal(
            "maintenance: {damage: {packCount: 2, packs: [{id: dd}]}}",
            BackupRepositoryStatus.class));

    assertThat(places.damage(own).packs()).containsExactly("dd");
    assertThat(places.damage(own).namesAllPacks()).isFalse();
    assertThat(places.damage(own).whole()).isFalse();
  }

  @Test
  void anObjectOfTheSameNameInAnotherNamespaceIsNotTakenForIt() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository _ = repository("town", "offsite", "https://s3.example.net");
    found(policy("town", "taxes", "offsite"), "bb");

    assertThat(places.damage(own)).isEqualTo(KnownDamage.NONE);
    assertThat(places.objects(own)).containsExactly(own);
    assertThat(places.writers(own)).isEmpty();
  }

  @Test
  void aReadingIsOfTheFirstRepositoryOnly() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository _ = repository("town", "first", "https://s3.example.net");
    BackupRepository _ = repository("town", "vault", "https://s3.example.org");
    BackupPolicy both = policy("town", "taxes", "first}, {name: vault");
    found(both, "bb");

    assertThat(places.damage(own)).isEqualTo(KnownDamage.NONE);
    assertThat(places.writers(own)).containsExactly(both);
  }

  @Test
  void whoeverWritesThroughAnObjectForThePlaceIsAWriter() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository _ = repository("city", "same", "https://s3.example.org/");
    BackupRepository _ = repository("town", "vault", "https://s3.example.org");
    BackupRepository _ = repository("city", "elsewhere", "https://s3.example.net");
    BackupPolicy first = policy("city", "payroll", "offsite");
    BackupPolicy second = policy("city", "taxes", "elsewhere}, {name: same");
    BackupPolicy third = policy("town", "roads", "vault");
    BackupPolicy _ = policy("city", "parks", "elsewhere");
    BackupPolicy _ = policy("town", "schools", "offsite");

    assertThat(places.writers(own)).containsExactly(first, second, third);
  }

  @Test
  void whoKnowsBetterReplacesItsOwnWordAndNobodyElses() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository _ = repository("town", "vault", "https://s3.example.org");
    found(policy("city", "payroll", "offsite"), "aa");
    BackupPolicy looker = policy("town", "payroll", "vault");
    found(looker, "bb");

    assertThat(places.damageAfter(own, finding(looker, null)).packs()).containsExactly("aa");
    assertThat(places.damageAfter(own, finding(looker, damage("ee"))).packs())
        .containsExactlyInAnyOrder("aa", "ee");
  }

  @Test
  void whatAReadingFoundIsKnownWhenItsPolicyIsGoneOrReadsAnotherRepositoryFirst() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository _ = repository("city", "second", "https://s3.example.net");
    BackupRepository same = repository("town", "vault", "https://s3.example.org");
    left(same, "uid-gone", "aa", 1);
    found(policy("city", "swapped", "second}, {name: offsite"), "bb");
    left(own, "uid-swapped", "bb", 1);

    assertThat(places.damage(own).packs()).containsExactlyInAnyOrder("aa", "bb");
    assertThat(places.damage(own).ids()).containsExactlyInAnyOrder("of-aa", "of-bb");
    assertThat(places.damage(own).whole()).isTrue();
    assertThat(places.damage(same).packs()).isEqualTo(places.damage(own).packs());
  }

  @Test
  void whatIsToldInFullIsNotToldOnceMore() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    left(own, "uid-share", "aa", 1);
    BackupPolicy share = policy("city", "share", "offsite");
    Lacking full = new Lacking("of-aa", "city/share", "one", "uid", "files", List.of("aa"));
    share.setStatus(
        BackupPolicyStatus.none()
            .withIntegrity(
                Serialization.unmarshal(
                    "damage: {snapshotCount: 1, snapshots: [%s]}"
                        .formatted(Serialization.asJson(full)),
                    MaintenanceStatus.class)));

    assertThat(places.damage(own).snapshots()).containsExactly(full);
  }

  @Test
  void whatWasReadAgainIsKnownByThisReadingAlone() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository same = repository("town", "vault", "https://s3.example.org");
    left(same, "uid-gone", "aa", 1);
    left(own, "uid-share", "bb", 2);
    BackupPolicy share = policy("city", "share", "offsite");
    share.getMetadata().setUid("uid-share");
    DamageStatus found = damage("cc");

    Finding cutShort = new Finding(share, found, null, false);
    Finding part = new Finding(share, found, BEGUN, false);

    assertThat(places.damageAfter(own, cutShort).packs()).containsExactlyInAnyOrder("aa", "cc");
    assertThat(places.damageAfter(own, part).packs()).containsExactly("cc");
    assertThat(places.damageAfter(own, part).whole()).isTrue();
    assertThat(places.replaced(own, part)).hasSize(2);
    assertThat(
            places.damageAfter(own, new Finding(share, found, BEGUN.minusSeconds(1), true)).packs())
        .as("found elsewhere while this reading was under way")
        .containsExactlyInAnyOrder("aa", "cc");
  }

  /** Nobody else knows where to look for what had no name. */
  @Test
  void ofMoreThanAReadingCouldNameOnlyItsOwnPolicyOrAReadingOfAllSaysThatItIsWhole() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    left(own, "uid-gone", "aa", 31);
    BackupPolicy share = policy("city", "share", "offsite");
    share.getMetadata().setUid("uid-share");
    BackupPolicy sameName = policy("city", "gone", "offsite");
    sameName.getMetadata().setUid("uid-new");

    assertThat(places.damageAfter(own, finding(share, null)).namesAllPacks()).isFalse();
    assertThat(places.damageAfter(own, finding(sameName, null)).whole()).isFalse();
    assertThat(places.damageAfter(own, new Finding(share, null, BEGUN, true)))
        .isEqualTo(KnownDamage.NONE);
    share.getMetadata().setUid("uid-gone");
    assertThat(places.damageAfter(own, finding(share, null))).isEqualTo(KnownDamage.NONE);
  }

  @Test
  void aRepositoryThatWasReadJustNowSpeaksForItself() {
    BackupRepository _ = repository("city", "offsite", "https://s3.example.org");
    BackupRepository fresh = repository("city", "offsite", "https://s3.example.org");
    repositories.remove(fresh);
    fresh.setStatus(
        Serialization.unmarshal(
            "maintenance: {damage: {packCount: 1, packs: [{id: dd}]}}",
            BackupRepositoryStatus.class));

    assertThat(places.damage(fresh).packs()).containsExactly("dd");
  }

  @Test
  void whatAnObjectKnewOfTheRepositoryThatWasThereBeforeIsNotTrueOfAnother() {
    BackupRepository own = repository("city", "offsite", "https://s3.example.org");
    BackupRepository former = repository("town", "vault", "https://s3.example.org");
    found(policy("town", "taxes", "vault"), "bb");
    own.setStatus(id("ours"));
    former.setStatus(id("former"));

    assertThat(places.damage(own)).isEqualTo(KnownDamage.NONE);

    former.setStatus(id("ours"));
    assertThat(places.damage(own).packs()).containsExactly("bb");
  }

  /** A complete reading of a part. */
  private static Finding finding(BackupPolicy policy, @Nullable DamageStatus found) {
    return new Finding(policy, found, BEGUN, false);
  }

  private static void left(BackupRepository repository, String uid, String pack, int packs) {
    DamageStatus found = damage(pack);
    repository.setStatus(
        BackupRepositoryStatus.none()
            .withFound(
                List.of(
                    FoundDamage.of(
                        uid,
                        "gone",
                        BEGUN.minusSeconds(1),
                        new DamageStatus(packs, found.packs(), 1, found.snapshots())))));
  }

  private static BackupRepositoryStatus id(String id) {
    return Serialization.unmarshal("repositoryId: " + id, BackupRepositoryStatus.class);
  }

  private static void found(BackupPolicy policy, String pack) {
    policy.setStatus(
        Serialization.unmarshal(
            "integrity: {damage: %s}".formatted(Serialization.asJson(damage(pack))),
            BackupPolicyStatus.class));
  }

  private static DamageStatus damage(String pack) {
    return new DamageStatus(
        1,
        List.of(new Pack(pack, null)),
        1,
        List.of(new Lacking("of-" + pack, null, null, null, null, List.of())));
  }

  private BackupRepository repository(String namespace, String name, String endpoint) {
    BackupRepository made =
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupRepository
            metadata: {name: %s, namespace: %s}
            spec:
              s3: {endpoint: "%s", bucket: archive, prefix: shared, credentialsRef: {name: s3}}
              encryption: {passwordRef: {name: password}}
            """
                .formatted(name, namespace, endpoint),
            BackupRepository.class);
    repositories.add(made);
    return made;
  }

  private BackupPolicy policy(String namespace, String name, String repository) {
    BackupPolicy made =
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: %s, namespace: %s, uid: any}
            spec:
              schedules: [{name: daily, cron: "0 22 * * *"}]
              source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
              repositories: [{name: %s}]
            """
                .formatted(name, namespace, repository),
            BackupPolicy.class);
    policies.add(made);
    return made;
  }
}
