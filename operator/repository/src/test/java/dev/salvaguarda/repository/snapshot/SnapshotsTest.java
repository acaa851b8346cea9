package dev.salvaguarda.repository.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00.000000001Z");

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final SealedFiles files = new SealedFiles(store, CipherKey.generate(new SecureRandom()));
  private final Snapshots snapshots = new Snapshots(files, Contexts.here().actor());

  @Test
  void keepsEveryField() {
    SnapshotSummary summary = new SnapshotSummary(FIRST, FIRST, 12);
    SnapshotDraft draft =
        new SnapshotDraft(
            FIRST,
            new BlobId(1, 2, 3, 4),
            "payroll",
            List.of("/databases"),
            List.of("policy=a/b", "run=c"),
            List.of("*.tmp"),
            Optional.of(new FileId(5, 6, 7, 8)),
            Optional.of(summary));

    Snapshot stored = snapshots.save(draft, files);

    assertThat(stored.time()).isEqualTo(draft.time());
    assertThat(stored.tree()).isEqualTo(draft.tree());
    assertThat(stored.hostname()).isEqualTo("payroll");
    assertThat(stored.username()).isEqualTo("tester");
    assertThat(stored.paths()).isEqualTo(draft.paths());
    assertThat(stored.tags()).isEqualTo(draft.tags());
    assertThat(stored.excludes()).isEqualTo(draft.excludes());
    assertThat(stored.parent()).isEqualTo(draft.parent());
    assertThat(stored.summary()).contains(summary);
    assertThat(stored.programVersion()).isEqualTo("salvaguarda 0.1.0");
  }

  @Test
  void readsTimesWithAnOffset() {
    FileId id =
        files.save(
            FileType.SNAPSHOT,
            """
            {"time":"2015-01-02T18:10:50.895208559+01:00","tree":"%s","paths":null}
            """
                .formatted(new BlobId(1, 1, 1, 1))
                .getBytes(StandardCharsets.UTF_8));

    assertThat(snapshots.load(id).time())
        .isEqualTo(Instant.parse("2015-01-02T17:10:50.895208559Z"));
  }

  @Test
  void listsThemOldestFirst() {
    Snapshot newer = snapshots.save(draft(2, "payroll", "target=a"), files);
    Snapshot older = snapshots.save(draft(1, "payroll", "target=a"), files);

    assertThat(snapshots.list()).containsExactly(older, newer);
  }

  @Test
  void namesThoseThatWereStoredSince() {
    FileId before = storedAt(FIRST);
    FileId then = storedAt(FIRST.plusSeconds(60));
    FileId after = storedAt(FIRST.plusSeconds(61));

    assertThat(snapshots.idsSince(FIRST.plusSeconds(60).plusMillis(900)))
        .containsExactlyInAnyOrder(then, after)
        .doesNotContain(before);
  }

  private FileId storedAt(Instant time) {
    FileId id = snapshots.save(draft(1, "payroll", "run=x"), files).id();
    store.setModified(FileType.SNAPSHOT.key(id), time.truncatedTo(ChronoUnit.SECONDS));
    return id;
  }

  @Test
  void namesASnapshotWithoutATree() {
    FileId id =
        files.save(
            FileType.SNAPSHOT,
            "{\"time\":\"2015-01-02T18:10:50Z\"}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> snapshots.load(id))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
  }

  @Test
  void damageIsFoundAndNamed() {
    Snapshot one = snapshots.save(draft(1, "payroll", "run=x"), files);
    store.damage("snapshots/" + one.id(), 30);

    assertThatThrownBy(() -> snapshots.load(one.id()))
        .hasMessageContaining(one.id().abbreviated())
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
  }

  private static SnapshotDraft draft(int day, String hostname, String tag) {
    return new SnapshotDraft(
        FIRST.plusSeconds(86_400L * day),
        new BlobId(day, 2, 3, 4),
        hostname,
        List.of("/databases"),
        List.of(tag),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
