package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.restore.StoredCopyGatherer.Wish;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.CopyChoice.Copy;
import dev.salvaguarda.domain.restore.CopyChoice.Standing;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.SourceAnswer;
import dev.salvaguarda.domain.restore.StoredCopies;
import dev.salvaguarda.domain.restore.StoredCopies.Point;
import dev.salvaguarda.domain.restore.StoredCopy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which repositories the copies of a policy are looked for, and what a snapshot there means. */
class StoredCopyGathererTest {
  private static final BackupPolicy POLICY =
      Serialization.unmarshal(
          """
          metadata: {name: nightly, namespace: city, creationTimestamp: "2026-03-02T00:00:00Z"}
          spec: {repositories: [{name: offsite}, {name: vault}]}
          """,
          BackupPolicy.class);
  private static final String SHA = "5a".repeat(32);

  private final List<String> read = new ArrayList<>();
  private final Map<String, List<StoredCopy>> held = new HashMap<>();

  @Test
  void theFirstRepositoryIsEnoughIfItHasAll() {
    held.put("offsite", List.of(copy("1", Standing.SOUND)));
    held.put("vault", List.of(copy("2", Standing.SOUND)));

    assertThat(repositoryOf(find("Recovery", POLICY, "offsite", "vault"))).isEqualTo("offsite");
    assertThat(read).containsExactly("offsite");
  }

  @Test
  void whatTheFirstDoesNotHaveWholeIsTakenFromTheNext() {
    held.put("offsite", List.of(copy("2", Standing.DAMAGED)));
    held.put("vault", List.of(copy("1", Standing.SOUND)));

    assertThat(repositoryOf(find("Recovery", POLICY, "offsite", "vault"))).isEqualTo("vault");
    assertThat(repositoryOf(find("Test", POLICY, "offsite", "vault"))).isEqualTo("offsite");
    held.put("vault", List.of(copy("1", Standing.SHORT)));
    assertThat(repositoryOf(find("Recovery", POLICY, "offsite", "vault"))).isEqualTo("offsite");
    held.put("offsite", List.of());
    assertThat(repositoryOf(find("Recovery", POLICY, "offsite", "vault"))).isEqualTo("vault");
  }

  @Test
  void aPersonIsNotHeldUpByARepositoryThatIsSilentButATestIs() {
    held.put("vault", List.of(copy("1", Standing.SOUND)));

    assertThat(repositoryOf(find("Recovery", POLICY, "offsite", "vault"))).isEqualTo("vault");
    assertThat(repositoryOf(find("Recovery", POLICY, "vault"))).isEqualTo("vault");
    assertThat(find("Test", POLICY, "offsite", "vault"))
        .isEqualTo(new SourceAnswer.Wait("offsite did not answer."));
  }

  @Test
  void aRepositoryThatIsBehindDoesNotStandInForOneThatDidNotAnswerThisTime() {
    held.put("vault", List.of(copy("1", Standing.SOUND)));
    BackupPolicy policy = Serialization.clone(POLICY);
    policy.setStatus(
        Serialization.unmarshal(
            "repositories: [{name: offsite}, {name: vault, lacking: 2}]",
            BackupPolicyStatus.class));

    assertThat(find("Recovery", policy, "offsite", "vault"))
        .isEqualTo(new SourceAnswer.Wait("offsite did not answer."));
    assertThat(repositoryOf(find("Recovery", policy, "vault")))
        .as("once a probe found the first one unusable")
        .isEqualTo("vault");
    held.put("offsite", List.of(copy("2", Standing.DAMAGED)));
    assertThat(repositoryOf(find("Recovery", policy, "offsite", "vault"))).isEqualTo("vault");
  }

  @Test
  void asLongAsOneIsSilentNobodySaysThatThereIsNoCopy() {
    held.put("vault", List.of());

    assertThat(find("Recovery", POLICY, "offsite", "vault"))
        .isEqualTo(new SourceAnswer.Wait("offsite did not answer."));
    assertThat(find("Recovery", POLICY, "vault"))
        .isEqualTo(new SourceAnswer.Wait("There is no repository offsite."));
    held.put("offsite", List.of());
    assertThat(find("Recovery", POLICY, "offsite", "vault"))
        .isEqualTo(
            new SourceAnswer.Impossible("BackupPolicy nightly in repository offsite has no copy."));
  }

  /** As after the loss of a cluster, when nothing but the buckets is left. */
  @Test
  void ofAPolicyThatIsGoneTheNewestCopiesOfTheNamespaceAreTaken() {
    held.put("archive", List.of(copy("1", Standing.SOUND)));
    held.put("offsite", List.of(copy("3", Standing.SOUND)));
    held.put("vault", List.of());

    assertThat(repositoryOf(find("Recovery", null, "archive", "offsite", "vault")))
        .isEqualTo("offsite");
    assertThat(read).containsExactly("archive", "offsite", "vault");
  }

  @Test
  void aPolicyThatIsNowhereMayStillCome() {
    held.put("offsite", List.of());

    assertThat(find("Recovery", null, "offsite"))
        .isEqualTo(new SourceAnswer.Absent("There is no BackupPolicy nightly."));
    assertThat(find("Recovery", null))
        .isEqualTo(new SourceAnswer.Absent("There is no BackupPolicy nightly."));
    assertThat(find("Recovery", null, "offsite", "vault"))
        .isEqualTo(
            new SourceAnswer.Wait(
                "There is no BackupPolicy nightly, and not every place that may hold copies of it"
                    + " can be looked at: vault did not answer."));
  }

  @Test
  void aTestSaysNothingByWhatWasCopiedBeforeItsPolicyWasMade() {
    SnapshotFacts before = snapshot("2026-03-01T23:59:59Z");
    SnapshotFacts after = snapshot("2026-03-02T00:00:00Z");

    assertThat(Stream.of(before, after).filter(wish("Test", POLICY)::speaks))
        .containsExactly(after);
    assertThat(Stream.of(before, after).filter(wish("Recovery", POLICY)::speaks)).hasSize(2);
    assertThat(Stream.of(before, after).filter(wish("Test", null)::speaks)).hasSize(2);
  }

  @Test
  void aSnapshotIsACopyOfItsTargetWithTheHashThatItsRunTold() {
    Copy told = new Copy("first", null, new Part("payroll", "origin", 5L, SHA), Standing.DAMAGED);

    StoredCopy elsewhere =
        new StoredFinds(Map.of("origin", told), Set.of()).copy(snapshot("2026-03-02T00:00:00Z"));

    assertThat(elsewhere)
        .isEqualTo(
            new StoredCopy(
                "first",
                "uid-first",
                "db.example.org",
                Instant.parse("2026-03-02T00:00:00Z"),
                new Part("payroll", "id", 1000L, SHA),
                Standing.SOUND));
  }

  @Test
  void whatIsKnownToBeDamagedOrWasDoubtedIsNotSound() {
    SnapshotFacts good = snapshot("2026-03-02T00:00:00Z");
    SnapshotFacts doubted = snapshot("2026-03-02T00:00:00Z", "doubt=SourceShrank");
    SnapshotFacts fellShort = snapshot("2026-03-02T00:00:00Z", "short=FileUnreadable");

    assertThat(new StoredFinds(Map.of(), Set.of("id")).copy(good).standing())
        .isEqualTo(Standing.DAMAGED);
    assertThat(new StoredFinds(Map.of(), Set.of()).copy(doubted).standing())
        .isEqualTo(Standing.SHORT);
    assertThat(new StoredFinds(Map.of(), Set.of("id")).copy(fellShort).standing())
        .isEqualTo(Standing.SHORT);
    Copy here = new Copy("first", null, new Part("payroll", "id", 5L, SHA), Standing.DAMAGED);
    assertThat(new StoredFinds(Map.of("id", here), Set.of()).copy(good).standing())
        .isEqualTo(Standing.DAMAGED);
    assertThat(StoredFinds.isOfTarget(good)).isTrue();
  }

  private SourceAnswer find(String purpose, @Nullable BackupPolicy policy, String... ready) {
    return StoredCopyGatherer.find(
        wish(purpose, policy),
        Stream.of(ready).map(StoredCopyGathererTest::repository).toList(),
        repository -> {
          String name = repository.getMetadata().getName();
          read.add(name);
          if (!held.containsKey(name)) {
            throw new ArchiveAccessException(
                new Failure(FailureReason.REPOSITORY_UNREACHABLE, name + " did not answer."));
          }
          return StoredCopies.of(
              new Point("nightly", name, Instant.MAX, "db.example.org"),
              held.getOrDefault(name, List.of()),
              List.of());
        });
  }

  private static Wish wish(String purpose, @Nullable BackupPolicy policy) {
    Restore restore =
        Serialization.unmarshal(
            """
            metadata: {name: march, namespace: city}
            spec: {purpose: %s, source: {policyRef: {name: nightly}}}
            """
                .formatted(purpose),
            Restore.class);
    return new Wish(restore, "nightly", policy, Instant.MAX, List.of());
  }

  private static BackupRepository repository(String name) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: city}
        status: {conditions: [{type: Ready, status: "True", reason: Ok, message: x}]}
        """
            .formatted(name),
        BackupRepository.class);
  }

  private static StoredCopy copy(String day, Standing standing) {
    return new StoredCopy(
        "march-" + day,
        "uid-" + day,
        "db.example.org",
        Instant.parse("2026-03-0%sT22:00:00Z".formatted(day)),
        new Part("payroll", "payroll-" + day, 1000L, null),
        standing);
  }

  private static SnapshotFacts snapshot(String time, String... more) {
    List<String> tags =
        new ArrayList<>(
            List.of("policy=city/nightly", "run=first", "run-uid=uid-first", "target=payroll"));
    tags.addAll(List.of(more));
    return new SnapshotFacts("id", "origin", tags, "db.example.org", Instant.parse(time), 1000L);
  }

  private static String repositoryOf(SourceAnswer answer) {
    assertThat(answer).isInstanceOf(SourceAnswer.Found.class);
    return ((SourceAnswer.Found) answer).plan().repository();
  }
}
