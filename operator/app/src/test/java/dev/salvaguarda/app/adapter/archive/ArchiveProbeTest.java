package dev.salvaguarda.app.adapter.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.app.wiring.MinioStoreOpener;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeOutcome.Change;
import dev.salvaguarda.controller.archive.ProbeOutcome.Unusable;
import dev.salvaguarda.controller.archive.ProbeOutcome.Usable;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.archive.WantedKey;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.LockInfo;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive port against a real S3 server. */
class ArchiveProbeTest {
  private static final String PASSWORD = "first password";
  private static final String RECOVERY = "recovery password";
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static final Actor ACTOR =
      new Actor("operator-0", "salvaguarda", 1, 0, 0, "salvaguarda test");
  private static final RepositoryContext CONTEXT =
      new RepositoryContext(Clock.systemUTC(), new SecureRandom(), ACTOR);

  private static S3ProxyServer s3;

  private final RepositoryArchiveAccess archive =
      new RepositoryArchiveAccess(new MinioStoreOpener(CONTEXT), CONTEXT);
  private String bucket;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void chooseBucket() {
    bucket = "probe-" + BUCKETS.incrementAndGet();
  }

  @Test
  void makesBucketAndRepositoryOnceAndFindsThemAfterwards() {
    Usable first = usable(archive.probe(request(login(PASSWORD), List.of(), null)));
    Usable second =
        usable(archive.probe(request(login(PASSWORD), first.keys(), first.repositoryId())));

    assertThat(first.changes())
        .containsExactly(
            new Change.BucketCreated(bucket), new Change.RepositoryCreated(first.repositoryId()));
    assertThat(second.changes()).isEmpty();
    assertThat(second.repositoryId()).isEqualTo(first.repositoryId());
    assertThat(second.snapshots()).isZero();
    assertThat(second.clockSkew().abs()).isLessThan(Duration.ofMinutes(1));
    assertThat(second.location()).isEqualTo("s3:" + s3.endpoint() + "/" + bucket + "/city");
  }

  @Test
  void leavesNoCanaryBehind() {
    archive.probe(request(login(PASSWORD), List.of(), null));

    try (ObjectStore store = new MinioStoreOpener(CONTEXT).open(login(PASSWORD))) {
      AtomicInteger canaries = new AtomicInteger();
      store.list("canary/", _ -> canaries.incrementAndGet());
      assertThat(canaries).hasValue(0);
    }
  }

  @Test
  void saysThatAPasswordOpensNothingAndWhichReferenceWould() {
    ProbeRequest known =
        request(login(PASSWORD), List.of(), null, WantedKey.of("spare/key", text(RECOVERY)));
    usable(archive.probe(known));

    Unusable alone = unusable(archive.probe(request(login("wrong"), List.of(), null)));
    Unusable helped =
        unusable(
            archive.probe(
                request(
                    login("wrong"), List.of(), null, WantedKey.of("spare/key", text(RECOVERY)))));

    assertThat(alone.failure().reason()).isEqualTo(FailureReason.REPOSITORY_WRONG_PASSWORD);
    assertThat(alone.failure().message())
        .isEqualTo("The password in archive/password opens none of the repository's 2 keys.");
    assertThat(helped.failure().message()).contains("The one in spare/key does");
    assertThat(helped.toString()).doesNotContain("wrong\"", RECOVERY);
  }

  @Test
  void makesNeitherBucketNorRepositoryWhereAKnownOneIsExpected() {
    Unusable gone = unusable(archive.probe(request(login(PASSWORD), List.of(), "ab".repeat(32))));

    assertThat(gone.failure().reason()).isEqualTo(FailureReason.REPOSITORY_MISSING);
    assertThat(gone.failure().message())
        .isEqualTo(
            "There is no repository at s3:%s/%s/city, but this object's is abababab. Nothing was made or changed there. Put endpoint, bucket and prefix back, or bring the repository to this place; to begin anew, make another BackupRepository object."
                .formatted(s3.endpoint(), bucket));
    assertThat(gone.changes()).isEmpty();
    try (ObjectStore store = new MinioStoreOpener(CONTEXT).open(login(PASSWORD))) {
      assertThat(store.createBucketIfAbsent()).as("there was no bucket").isTrue();
    }
  }

  @Test
  void makesNoRepositoryInABucketThatLostTheKnownOne() {
    try (ObjectStore store = new MinioStoreOpener(CONTEXT).open(login(PASSWORD))) {
      assertThat(store.createBucketIfAbsent()).isTrue();
    }

    Unusable gone = unusable(archive.probe(request(login(PASSWORD), List.of(), "ab".repeat(32))));

    assertThat(gone.failure().reason()).isEqualTo(FailureReason.REPOSITORY_MISSING);
    assertThat(exists()).isFalse();
  }

  @Test
  void refusesAnotherRepositoryInThePlaceOfAKnownOne() {
    Usable there = usable(archive.probe(request(login(PASSWORD), List.of(), null)));

    Unusable other =
        unusable(archive.probe(request(login(PASSWORD), there.keys(), "cd".repeat(32))));

    assertThat(other.failure().reason()).isEqualTo(FailureReason.REPOSITORY_MISSING);
    assertThat(other.failure().message())
        .contains(
            "/city is " + there.repositoryId().substring(0, 8) + ", but this object's is cdcdcdcd");
  }

  @Test
  void addsAKeyForANewReferenceAndRemovesItWithTheReference() {
    Usable made = usable(archive.probe(request(login(PASSWORD), List.of(), null)));
    Usable added =
        usable(
            archive.probe(
                request(
                    login(PASSWORD),
                    made.keys(),
                    made.repositoryId(),
                    WantedKey.of("spare/key", text(RECOVERY)))));
    Usable removed =
        usable(archive.probe(request(login(PASSWORD), added.keys(), made.repositoryId())));

    assertThat(added.changes()).singleElement().isInstanceOf(Change.KeyAdded.class);
    assertThat(added.keys()).extracting(KnownKey::ref).contains("spare/key");
    assertThat(removed.changes()).singleElement().isInstanceOf(Change.KeyRemoved.class);
    assertThat(
            unusable(archive.probe(request(login(RECOVERY), List.of(), null))).failure().reason())
        .isEqualTo(FailureReason.REPOSITORY_WRONG_PASSWORD);
  }

  @Test
  void anotherPasswordRefBecomesAKeyWithTheFormerOneWhichGoesInALaterProbe() {
    Usable made = usable(archive.probe(request(login(PASSWORD), List.of(), null)));
    ProbeRequest renamed =
        new ProbeRequest(
            login("second password"),
            "archive/second",
            List.of(),
            List.of(WantedKey.of("archive/password", text(PASSWORD))),
            made.keys(),
            made.repositoryId());

    Usable added = usable(archive.probe(renamed));
    assertThat(added.changes()).singleElement().isInstanceOf(Change.KeyAdded.class);
    assertThat(added.keys())
        .extracting(KnownKey::ref)
        .containsExactlyInAnyOrder("archive/second", "archive/password");
    assertThat(opensWith(PASSWORD)).isTrue();

    Usable removed =
        usable(
            archive.probe(
                new ProbeRequest(
                    login("second password"),
                    "archive/second",
                    List.of(),
                    List.of(),
                    added.keys(),
                    made.repositoryId())));
    assertThat(removed.changes()).singleElement().isInstanceOf(Change.KeyRemoved.class);
    assertThat(opensWith("second password")).isTrue();
    assertThat(opensWith(PASSWORD)).isFalse();
  }

  @Test
  void anotherPasswordRefWhoseFormerPasswordIsGoneIsRefusedAndRemovesNothing() {
    Usable made = usable(archive.probe(request(login(PASSWORD), List.of(), null)));

    Unusable refused =
        unusable(
            archive.probe(
                new ProbeRequest(
                    login("second password"),
                    "archive/second",
                    List.of(),
                    List.of(),
                    made.keys(),
                    made.repositoryId())));

    assertThat(refused.failure().reason()).isEqualTo(FailureReason.REPOSITORY_WRONG_PASSWORD);
    assertThat(refused.failure().message())
        .isEqualTo(
            "The password in archive/second does not open the repository's one key. It becomes a key"
                + " once the password that the repository has is found in archive/password again.");
    assertThat(opensWith(PASSWORD)).isTrue();
  }

  @Test
  void aPasswordThatChangedInItsOwnSecretIsNotTakenForANewOne() {
    WantedKey spare = WantedKey.of("spare/key", text(RECOVERY));
    Usable made = usable(archive.probe(request(login(PASSWORD), List.of(), null, spare)));

    Unusable refused =
        unusable(
            archive.probe(request(login("mistyped"), made.keys(), made.repositoryId(), spare)));

    assertThat(refused.failure().reason()).isEqualTo(FailureReason.REPOSITORY_WRONG_PASSWORD);
    assertThat(opensWith("mistyped")).isFalse();
  }

  private boolean opensWith(String password) {
    try (ObjectStore store = new MinioStoreOpener(CONTEXT).open(login(PASSWORD));
        SecretBytes bytes = SecretBytes.ofUtf8(password)) {
      Repository.open(store, bytes, CONTEXT);
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  @Test
  void wrongCredentialsAreDenied() {
    ArchiveLogin wrong =
        new ArchiveLogin(
            "offsite", place(s3.endpoint().toString()), text("nobody"), text("x"), null, text("p"));

    assertThat(unusable(archive.probe(request(wrong, List.of(), null))).failure().reason())
        .isEqualTo(FailureReason.REPOSITORY_ACCESS_DENIED);
  }

  @Test
  void aServerThatDoesNotAnswerIsUnreachable() {
    ArchiveLogin nowhere = loginAt("http://127.0.0.1:9");

    assertThat(unusable(archive.probe(request(nowhere, List.of(), null))).failure().reason())
        .isEqualTo(FailureReason.REPOSITORY_UNREACHABLE);
  }

  @Test
  void anEndpointThatIsNoUrlIsAFailureAndNoCrash() {
    Unusable odd = unusable(archive.probe(request(loginAt("http://a b"), List.of(), null)));

    assertThat(odd.failure().message()).contains("is no URL");
    assertThat(odd.failure().reason()).isEqualTo(FailureReason.REPOSITORY_REQUEST_REFUSED);
  }

  @Test
  void lookingForSnapshotsWithoutARepositoryFailsWithAReason() {
    assertThatExceptionOfType(ArchiveAccessException.class)
        .isThrownBy(() -> archive.find(login(PASSWORD), "uid", Instant.EPOCH))
        .satisfies(
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.REPOSITORY_MISSING));
  }

  @Test
  void confirmsOnlyWhatIsThere() {
    usable(archive.probe(request(login(PASSWORD), List.of(), null)));

    assertThat(archive.confirm(login(PASSWORD), Set.of("ab".repeat(32)))).isEmpty();
  }

  @Test
  void aRunWithoutSnapshotsHasNone() {
    usable(archive.probe(request(login(PASSWORD), List.of(), null)));

    assertThat(archive.find(login(PASSWORD), "uid", Instant.EPOCH)).isEmpty();
  }

  @Test
  void removesTheLocksOfOneHostAndNoOthers() {
    usable(archive.probe(request(login(PASSWORD), List.of(), null)));
    try (ObjectStore store = new MinioStoreOpener(CONTEXT).open(login(PASSWORD));
        SecretBytes password = SecretBytes.ofUtf8(PASSWORD)) {
      Repository repository = Repository.open(store, password, CONTEXT);
      try (RepositoryLock lock = repository.locks().acquire(LockMode.SHARED)) {
        assertThat(archive.removeLocksOf(login(PASSWORD), "another-pod")).isZero();
        assertThat(repository.locks().list()).extracting(LockInfo::id).contains(lock.id());
        assertThat(archive.removeLocksOf(login(PASSWORD), ACTOR.hostname())).isEqualTo(1);
        assertThat(repository.locks().list()).isEmpty();
      }
    }
  }

  private boolean exists() {
    try (ObjectStore store = new MinioStoreOpener(CONTEXT).open(login(PASSWORD))) {
      return Repository.exists(store);
    }
  }

  private static Usable usable(ProbeOutcome outcome) {
    assertThat(outcome).isInstanceOf(Usable.class);
    return (Usable) outcome;
  }

  private static Unusable unusable(ProbeOutcome outcome) {
    assertThat(outcome).isInstanceOf(Unusable.class);
    return (Unusable) outcome;
  }

  private static ProbeRequest request(
      ArchiveLogin login,
      List<KnownKey> known,
      @Nullable String expectedRepositoryId,
      WantedKey... recovery) {
    return new ProbeRequest(
        login, "archive/password", List.of(recovery), List.of(), known, expectedRepositoryId);
  }

  private ArchiveLogin login(String password) {
    return new ArchiveLogin(
        "offsite",
        place(s3.endpoint().toString()),
        text(s3.accessKey()),
        text(s3.secretKey()),
        null,
        text(password));
  }

  private ArchiveLogin loginAt(String endpoint) {
    return new ArchiveLogin(
        "offsite", place(endpoint), text("key"), text("secret"), null, text(PASSWORD));
  }

  private ArchivePlace place(String endpoint) {
    return new ArchivePlace(endpoint, "", bucket, "city", true, null);
  }

  private static SensitiveText text(String text) {
    return new SensitiveText(text);
  }
}
