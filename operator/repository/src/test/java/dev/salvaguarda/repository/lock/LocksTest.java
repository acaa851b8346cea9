package dev.salvaguarda.repository.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.ManualClock;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LocksTest {
  private static final byte[] NOT_A_LOCK = {'[', ']'};

  private static final LockTiming AT_ONCE =
      new LockTiming(
          Duration.ZERO,
          Duration.ofDays(1),
          Duration.ofMinutes(22).plusSeconds(30),
          Duration.ofMinutes(30));

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private static final CipherKey KEY = CipherKey.generate(new SecureRandom());
  private final SealedFiles files = new SealedFiles(store, KEY);
  private final ManualClock clock = new ManualClock(Contexts.NOON);
  private final Locks mine = locksOf("pod-1");
  private final Locks others = locksOf("pod-2");

  @Test
  void manyMayShare() {
    try (RepositoryLock first = mine.acquire(LockMode.SHARED);
        RepositoryLock second = others.acquire(LockMode.SHARED)) {
      assertThat(mine.list()).extracting(LockInfo::id).contains(first.id(), second.id());
    }
    assertThat(mine.list()).isEmpty();
  }

  @Test
  void doesNotReadItsOwnLockBack() {
    FaultyStore asked = new FaultyStore(store);
    AtomicBoolean aFourthTime = new AtomicBoolean();
    asked.atCall(3, () -> aFourthTime.set(true));
    Locks counted = new Locks(new SealedFiles(asked, KEY), Contexts.at(clock, "pod-3"), AT_ONCE);

    try (RepositoryLock lock = counted.acquire(LockMode.SHARED)) {
      assertThat(lock.id()).isNotNull();
      // It listed, wrote its own and listed again.
      assertThat(aFourthTime).isFalse();
    }
    assertThat(aFourthTime).isTrue();
  }

  @Test
  void anExclusiveLockKeepsEverybodyOutAndLeavesNothingOfThem() {
    try (RepositoryLock exclusive = others.acquire(LockMode.EXCLUSIVE)) {
      assertFails(Reason.LOCKED, () -> mine.acquire(LockMode.SHARED));
      assertFails(Reason.LOCKED, () -> mine.acquire(LockMode.EXCLUSIVE));

      assertThat(mine.list()).extracting(LockInfo::id).containsExactly(exclusive.id());
    }
  }

  @Test
  void anExclusiveLockIsRefusedWhileOthersShare() {
    try (RepositoryLock shared = others.acquire(LockMode.SHARED)) {
      assertFails(Reason.LOCKED, () -> mine.acquire(LockMode.EXCLUSIVE));
      assertThat(shared.id()).isNotNull();
    }
  }

  @Test
  void theRefusalNamesTheHolder() {
    try (RepositoryLock exclusive = others.acquire(LockMode.EXCLUSIVE)) {
      assertThatThrownBy(() -> mine.acquire(LockMode.SHARED))
          .hasMessageContaining("exclusive lock of tester@pod-2");
      assertThat(exclusive.id()).isNotNull();
    }
  }

  @Test
  void aLockThatNobodyRenewedForHalfAnHourIsRemoved() {
    FileId left = others.write(LockMode.EXCLUSIVE);
    clock.pass(Duration.ofMinutes(31));

    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      assertThat(mine.list()).extracting(LockInfo::id).containsExactly(lock.id());
      assertThat(lock.id()).isNotEqualTo(left);
    }
  }

  @Test
  void twoThatStartTogetherSeeEachOther() {
    Locks slow =
        new Locks(
            files,
            Contexts.at(clock, "pod-1"),
            new LockTiming(
                Duration.ofMillis(500), AT_ONCE.refresh(), AT_ONCE.lost(), AT_ONCE.stale()));
    Thread other =
        Thread.ofPlatform()
            .start(() ->
                Awaitility.await()
                    .until(
                        () -> !others.list().isEmpty() && others.write(LockMode.SHARED) != null));

    assertFails(Reason.LOCKED, () -> slow.acquire(LockMode.EXCLUSIVE));

    Awaitility.await().until(() -> !other.isAlive());
    assertThat(mine.list()).hasSize(1);
  }

  @Test
  void renewingWritesANewFileAndRemovesTheOldOne() {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      FileId first = lock.id();
      clock.pass(Duration.ofMinutes(5));

      lock.renew();

      assertThat(files.list(FileType.LOCK)).containsExactly(lock.id()).doesNotContain(first);
      assertThat(mine.list()).extracting(LockInfo::time).containsExactly(clock.instant());
    }
  }

  @Test
  void renewsByItself() {
    LockTiming hasty =
        new LockTiming(Duration.ZERO, Duration.ofMillis(20), AT_ONCE.lost(), AT_ONCE.stale());
    try (RepositoryLock lock =
        new Locks(files, Contexts.at(clock, "pod-1"), hasty).acquire(LockMode.SHARED)) {
      FileId first = lock.id();

      Awaitility.await().until(() -> !lock.id().equals(first));

      assertThatCode(lock::requireHeld).doesNotThrowAnyException();
    }
    assertThat(mine.list()).isEmpty();
  }

  @Test
  void aHolderLearnsThatItsLockWasRemoved() {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      List<LockInfo> removed = others.remove(one -> one.hostname().equals("pod-1"));

      lock.renew();

      assertThat(removed).hasSize(1);
      assertFails(Reason.LOCK_LOST, lock::requireHeld);
      assertThat(mine.list()).isEmpty();
    }
  }

  @Test
  void aHolderThatCannotRenewStopsBeforeOthersMayIgnoreItsLock() {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      store.refuse(Reason.UNREACHABLE);
      clock.pass(Duration.ofMinutes(22));
      assertFails(Reason.UNREACHABLE, lock::requireHeld);

      store.recover();
      clock.pass(Duration.ofMinutes(1));

      assertFails(Reason.LOCK_LOST, lock::requireHeld);
    }
  }

  @Test
  void whoAsksLearnsAtOnceThatTheLockWasRemoved() {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      assertThatCode(lock::requireHeld).doesNotThrowAnyException();
      store.delete(FileType.LOCK.key(lock.id()));

      assertFails(Reason.LOCK_LOST, lock::requireHeld);
    }
  }

  @Test
  void aLockWhoseRenewalIsDueIsRenewedWhenSomebodyAsks() {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      FileId first = lock.id();
      clock.pass(Duration.ofDays(1).minus(Duration.ofMinutes(1)));
      Locks eager =
          new Locks(
              files,
              Contexts.at(clock, "pod-3"),
              new LockTiming(
                  Duration.ZERO, Duration.ofMinutes(5), AT_ONCE.lost(), AT_ONCE.stale()));
      try (RepositoryLock renewed = eager.acquire(LockMode.SHARED)) {
        FileId before = renewed.id();
        clock.pass(Duration.ofMinutes(6));

        renewed.requireHeld();

        assertThat(renewed.id()).isNotEqualTo(before);
        assertThat(files.list(FileType.LOCK)).contains(renewed.id()).doesNotContain(before);
      }
      assertThat(first).isNotNull();
    }
  }

  @Test
  void aRenewalOfALockThatIsRemovedMeanwhileLeavesNoLock() {
    FaultyStore watched = new FaultyStore(store);
    Locks locks = new Locks(new SealedFiles(watched, KEY), Contexts.at(clock, "pod-1"), AT_ONCE);
    try (RepositoryLock lock = locks.acquire(LockMode.SHARED)) {
      watched.beforePut("locks/", () -> store.delete(FileType.LOCK.key(lock.id())));

      lock.renew();

      assertThat(files.list(FileType.LOCK)).isEmpty();
      assertFails(Reason.LOCK_LOST, lock::requireHeld);
    }
  }

  @Test
  void anErrorInTheBackgroundEndsTheLockAndIsTheCause() {
    LockTiming hasty =
        new LockTiming(Duration.ZERO, Duration.ofMillis(20), AT_ONCE.lost(), AT_ONCE.stale());
    FaultyStore watched = new FaultyStore(store);
    Locks locks = new Locks(new SealedFiles(watched, KEY), Contexts.at(clock, "pod-1"), hasty);
    try (RepositoryLock lock = locks.acquire(LockMode.SHARED)) {
      watched.beforePut(
          "locks/",
          () -> {
            throw new OutOfMemoryError("of the test");
          });

      Awaitility.await()
          .untilAsserted(() ->
              assertThatThrownBy(lock::requireHeld)
                  .isInstanceOfSatisfying(
                      RepositoryException.class,
                      e -> assertThat(e.reason()).isEqualTo(Reason.LOCK_LOST))
                  .hasCauseInstanceOf(OutOfMemoryError.class));
    }
  }

  @Test
  void anExceptionInTheBackgroundDoesNotEndTheRenewals() {
    LockTiming hasty =
        new LockTiming(Duration.ZERO, Duration.ofMillis(20), AT_ONCE.lost(), AT_ONCE.stale());
    FaultyStore watched = new FaultyStore(store);
    Locks locks = new Locks(new SealedFiles(watched, KEY), Contexts.at(clock, "pod-1"), hasty);
    try (RepositoryLock lock = locks.acquire(LockMode.SHARED)) {
      FileId first = lock.id();
      watched.beforePut(
          "locks/",
          () -> {
            throw new IllegalStateException("of the test");
          });

      Awaitility.await().until(() -> !lock.id().equals(first));
    }
  }

  @Test
  void aFileThatSpeaksOfPacksIsTakenBackIfTheLockWentAwayMeanwhile() {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      FaultyStore watched = new FaultyStore(store);
      LockedFiles locked = new LockedFiles(new SealedFiles(watched, KEY), lock);
      watched.beforePut("index/", () -> store.delete(FileType.LOCK.key(lock.id())));

      assertFails(Reason.LOCK_LOST, () -> locked.save(FileType.INDEX, new byte[] {'{', '}'}));

      assertThat(files.list(FileType.INDEX)).isEmpty();
      assertFails(Reason.LOCK_LOST, () -> locked.save(FileType.INDEX, new byte[] {'{', '}'}));
      assertThat(watched.puts()).hasSize(1);
    }
  }

  @Test
  void anIndexFileIsStoredOnlyIfTheLockWasThereTenSecondsBefore() {
    assertNothingIsStoredWithoutLock(FileType.INDEX, Duration.ofSeconds(11));
  }

  @Test
  void aSnapshotIsStoredOnlyIfTheLockWasThereASecondBefore() {
    assertNothingIsStoredWithoutLock(FileType.SNAPSHOT, Duration.ofSeconds(2));
  }

  @Test
  void aClockThatWasSetBackIsNoReasonNotToLook() {
    assertNothingIsStoredWithoutLock(FileType.INDEX, Duration.ofHours(-1));
  }

  private void assertNothingIsStoredWithoutLock(FileType type, Duration after) {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      FaultyStore watched = new FaultyStore(store);
      LockedFiles locked = new LockedFiles(new SealedFiles(watched, KEY), lock);
      store.delete(FileType.LOCK.key(lock.id()));
      clock.pass(after);

      assertFails(Reason.LOCK_LOST, () -> locked.save(type, new byte[] {'{', '}'}));

      assertThat(watched.puts()).isEmpty();
    }
  }

  @Test
  void aFileThatIsStoredAMomentAfterTheLockWasSeenIsTakenBackAllTheSame() {
    try (RepositoryLock lock = mine.acquire(LockMode.SHARED)) {
      FaultyStore watched = new FaultyStore(store);
      LockedFiles locked = new LockedFiles(new SealedFiles(watched, KEY), lock);
      store.delete(FileType.LOCK.key(lock.id()));
      clock.pass(Duration.ofSeconds(9));

      assertFails(Reason.LOCK_LOST, () -> locked.save(FileType.INDEX, new byte[] {'{', '}'}));

      assertThat(watched.puts()).hasSize(1);
      assertThat(files.list(FileType.INDEX)).isEmpty();
    }
  }

  @Test
  void aLockThatCannotBeReadIsRespectedUntilItIsOldAndStopsNoReader() {
    byte[] ofAnotherKey = CipherKey.generate(new SecureRandom()).seal(new byte[] {'{', '}'});
    List<byte[]> contents = List.of(new byte[0], new byte[60], ofAnotherKey, KEY.seal(NOT_A_LOCK));
    for (byte[] content : contents) {
      FileId named = FileId.ofContent(content, 0, content.length);
      for (FileId id : List.of(named, new FileId(1, 2, 3, 4))) {
        stored(id, content, Duration.ofMinutes(29));

        assertFails(Reason.LOCKED, () -> mine.acquire(LockMode.EXCLUSIVE));
        assertThatThrownBy(() -> mine.acquire(LockMode.SHARED))
            .hasMessageContaining("lock file " + id.abbreviated())
            .hasMessageEndingWith("can't be read, and somebody may hold it.");
        try (RepositoryLock reading = mine.acquireToRead()) {
          assertThat(mine.list()).extracting(LockInfo::id).containsOnly(reading.id(), id);
        }
        assertThat(files.list(FileType.LOCK)).containsExactly(id);
        files.delete(FileType.LOCK, id);
      }
    }
  }

  @Test
  void aLockThatCannotBeReadIsRemovedOnceItIsOld() {
    for (LockMode mode : LockMode.values()) {
      stored(new FileId(1, 2, 3, 4), new byte[0], Duration.ofMinutes(31));

      try (RepositoryLock lock = mine.acquire(mode)) {
        assertThat(files.list(FileType.LOCK)).containsExactly(lock.id());
      }
    }
  }

  @Test
  void aLockThatCannotBeReadIsOfNobodyWhoIsKnownToBeGone() {
    stored(new FileId(1, 2, 3, 4), new byte[0], Duration.ofMinutes(1));

    assertThat(mine.remove(lock -> lock.hostname().equals("pod-2"))).isEmpty();

    assertThat(files.list(FileType.LOCK)).hasSize(1);
  }

  @Test
  void whoOnlyReadsRespectsAnExclusiveLockThatCanBeRead() {
    try (RepositoryLock exclusive = others.acquire(LockMode.EXCLUSIVE)) {
      assertFails(Reason.LOCKED, mine::acquireToRead);
      assertThat(mine.list()).extracting(LockInfo::id).containsExactly(exclusive.id());
    }
  }

  private void stored(FileId id, byte[] content, Duration age) {
    store.put(FileType.LOCK.key(id), content);
    store.setModified(FileType.LOCK.key(id), clock.instant().minus(age));
  }

  @Test
  void removesOnlyWhatItIsToldTo() {
    try (RepositoryLock kept = mine.acquire(LockMode.SHARED)) {
      var _ = others.write(LockMode.SHARED);

      others.remove(lock -> lock.hostname().equals("pod-2"));

      assertThat(mine.list()).extracting(LockInfo::id).containsExactly(kept.id());
    }
  }

  private Locks locksOf(String hostname) {
    return new Locks(files, Contexts.at(clock, hostname), AT_ONCE);
  }

  private static void assertFails(Reason reason, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
