package dev.salvaguarda.agent.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.attempt.HeldLock;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.wire.LineWriter;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lock whose file was cut off, and that is a minute old. */
class UnreadableLockTest {
  private static final String LOCK = "locks/" + "ab".repeat(32);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final Repository repository =
      Repository.create(store, SecretBytes.ofUtf8("canary"), List.of(), Contexts.here());

  UnreadableLockTest() {
    store.put(LOCK, new byte[0]);
    store.setModified(LOCK, Contexts.NOON.minusSeconds(60));
  }

  @Test
  void isNoReasonToRefuseARestore() {
    Notes notes = new LineWriter(new PrintStream(new ByteArrayOutputStream()), Clock.systemUTC());

    try (HeldLock held = HeldLock.toRead(repository, notes)) {
      assertThat(held.lock()).isNotNull();
    }
  }

  @Test
  void isToldAsWhatKeepsMaintenanceAway() {
    LocksInTheWay told = LocksInTheWay.of(repository, new IllegalStateException("locked"));

    assertThat(told.failure().message())
        .isEqualTo(
            "Others hold 1 lock on the repository: one whose file can't be read, stored 2026-03-01T11:59:00.123456789Z.");
  }
}
