package dev.salvaguarda.controller.notice;

import static dev.salvaguarda.controller.notice.NoticeWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.notice.NoticeWorld.OneOperator;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Old notices leave a real API server for a repository's journal; the test plays the repository.
 */
class NoticeJournalIT {
  @RegisterExtension
  static final Running<ControlPlane> PLANE = Running.from(ControlPlane::startWithoutControllers);

  private static final Instant EVENT = Instant.parse("2026-11-27T01:00:00Z");

  private static final Comparator<Notice> BY_AGE =
      Comparator.comparing((Notice notice) -> notice.getMetadata().getCreationTimestamp())
          .thenComparing(NoticeJournalIT::nameOf);

  private NoticeWorld world;

  @BeforeEach
  void startWorld() {
    world = new NoticeWorld(PLANE.get());
    world.secret("technician", Map.of("addresses", "ana@example.org"));
    world.secret("s3", Map.of("accessKey", "a", "secretKey", "s", "password", "p"));
    world.channel("technician", "rate: {perMinute: 600}");
  }

  @Test
  void whatIsBeyondTheNewestGoesIntoTheJournalWholeAndTheRestStays() {
    repository("offsite");
    List<String> names = deliver(120);
    world.noticeWithoutChannel("open");
    List<Notice> before = world.notices();
    List<String> oldest =
        before.stream()
            .filter(notice -> names.contains(nameOf(notice)))
            .sorted(BY_AGE)
            .map(NoticeJournalIT::nameOf)
            .limit(117)
            .toList();
    world.keepNewest(3);

    try (OneOperator operator = world.operator("one")) {
      awaitNotices(4);

      await().atMost(PATIENCE).until(() -> world.leftOf(operator) == 0);
    }
    assertThat(world.notices()).extracting(NoticeJournalIT::nameOf).contains("open");
    List<Notice> lines = lines("offsite");
    assertThat(lines).extracting(NoticeJournalIT::nameOf).containsExactlyElementsOf(oldest);
    Map<String, Notice> originals =
        before.stream().collect(Collectors.toMap(NoticeJournalIT::nameOf, one -> one));
    assertThat(lines)
        .allSatisfy(line -> {
          Notice original = Objects.requireNonNull(originals.get(nameOf(line)));
          assertThat(line.getApiVersion()).isEqualTo("salvaguarda.dev/v1alpha1");
          assertThat(line.getMetadata().getUid()).isEqualTo(original.getMetadata().getUid());
          assertThat(line.getMetadata().getCreationTimestamp())
              .isEqualTo(original.getMetadata().getCreationTimestamp());
          assertThat(line.getSpec()).isEqualTo(original.getSpec());
          assertThat(line.getStatus()).isEqualTo(original.getStatus());
        });
    world.awaitEvents("NotificationChannel", "NoticesJournaled");
  }

  @Test
  void whatIsOlderThanTheLimitGoesAndTwoOperatorsLoseNothing() {
    repository("offsite");
    List<String> names = deliver(20);
    world.keepFor(Duration.ofDays(400));

    try (OneOperator _ = world.operator("one", Duration.ofDays(401));
        OneOperator _ = world.operator("other", Duration.ofDays(401))) {
      awaitNotices(0);
    }

    assertThat(lines("offsite").stream().map(NoticeJournalIT::nameOf).distinct())
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void aRepositoryThatDoesNotAnswerLosesNothingAndGetsThemWhenItIsBack() {
    repository("offsite");
    deliver(5);
    world.keepNewest(2);
    world.archive.silence(true);

    try (OneOperator operator = world.operator("one")) {
      await().atMost(PATIENCE).until(() -> world.leftOf(operator) == 3);
      assertThat(world.notices()).hasSize(5);
      world.awaitEvents("NotificationChannel", "NoticesNotJournaled");
      assertThat(world.everythingWritten()).contains("s3.example.org did not answer.");

      world.archive.silence(false);

      awaitNotices(2);
      await().atMost(PATIENCE).until(() -> world.leftOf(operator) == 0);
    }
    assertThat(lines("offsite")).hasSize(3);
  }

  @Test
  void withoutARepositoryNothingIsDeletedAndAPersonIsTold() {
    deliver(3);
    world.keepNewest(1);

    try (OneOperator operator = world.operator("one")) {
      await().atMost(PATIENCE).until(() -> world.leftOf(operator) == 2);
      assertThat(world.everythingWritten())
          .contains("There is no BackupRepository in the namespace.");
      assertThat(world.notices()).hasSize(3);

      repository("offsite");

      awaitNotices(1);
    }
  }

  @Test
  void anOperatorThatDiesBetweenWritingAndDeletingLosesNothing() {
    repository("offsite");
    deliver(4);
    world.keepNewest(1);
    world.archive.afterTheNextLines(() -> {
      throw new OutOfMemoryError("as good as dead");
    });

    try (OneOperator _ = world.operator("one")) {
      await().atMost(PATIENCE).until(() -> world.archive.journal("offsite").size() == 1);
      awaitNotices(1);
    }

    List<String> uids = lines("offsite").stream().map(one -> one.getMetadata().getUid()).toList();
    assertThat(uids).hasSize(6);
    assertThat(uids.subList(0, 3)).isEqualTo(uids.subList(3, 6));
  }

  @Test
  void aNoticeGoesWhereItsPolicyCopiesToFirstAndAnOrphanToTheFirstOfTheNamespace() {
    repository("at-home");
    repository("offsite");
    String policy = policy("payroll", "offsite");
    String other = policy("mail", "not-there");
    try (OneOperator _ = world.operator("first")) {
      for (String name : List.of("a1", "a2")) {
        world.notice(name, policy, EVENT);
        world.notice(name + "-orphan", "nobody", EVENT);
        world.notice(name + "-stays", other, EVENT);
      }
      world.notices().forEach(one -> world.awaitState(nameOf(one), State.DELIVERED));
    }
    world.keepFor(Duration.ofDays(30));

    try (OneOperator operator = world.operator("one", Duration.ofDays(31))) {
      awaitNotices(2);
      await().atMost(PATIENCE).until(() -> world.leftOf(operator) == 2);
    }

    assertThat(lines("offsite"))
        .extracting(NoticeJournalIT::nameOf)
        .containsExactlyInAnyOrder("a1", "a2");
    assertThat(lines("at-home"))
        .extracting(NoticeJournalIT::nameOf)
        .containsExactlyInAnyOrder("a1-orphan", "a2-orphan");
    assertThat(world.everythingWritten())
        .contains("There is no BackupRepository \\\"not-there\\\", which a policy names first.");
  }

  private List<String> deliver(int number) {
    List<String> names = IntStream.range(0, number).mapToObj(i -> "n" + i).toList();
    try (OneOperator _ = world.operator("first")) {
      names.forEach(world::notice);
      names.forEach(name -> world.awaitState(name, State.DELIVERED));
    }
    return names;
  }

  /** A repository that the world's archive plays. */
  private void repository(String name) {
    BackupRepository _ =
        world.apply(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupRepository
            metadata: {name: %s}
            spec:
              s3: {endpoint: "https://s3.example.org", bucket: %1$s, credentialsRef: {name: s3}}
              encryption: {passwordRef: {name: s3, key: password}}
            """
                .formatted(name),
            BackupRepository.class);
  }

  /** UID of a policy that copies into this repository first. */
  private String policy(String name, String repository) {
    return world
        .apply(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: %s}
            spec:
              source: {files: {persistentVolumeClaim: {claimName: documents}}}
              schedules: [{name: nightly, cron: "0 1 * * *"}]
              repositories: [{name: %s}]
            """
                .formatted(name, repository),
            BackupPolicy.class)
        .getMetadata()
        .getUid();
  }

  private void awaitNotices(int number) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(world.notices()).hasSize(number));
  }

  private List<Notice> lines(String repository) {
    return world.archive.journal(repository).stream()
        .peek(batch -> assertThat(batch).endsWith("}\n"))
        .flatMap(String::lines)
        .map(line -> Serialization.unmarshal(line, Notice.class))
        .toList();
  }

  private static String nameOf(Notice notice) {
    return notice.getMetadata().getName();
  }
}
