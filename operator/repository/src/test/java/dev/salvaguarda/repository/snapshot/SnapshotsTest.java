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
  void findsTheNewestOfASource() {
    Snapshot old = snapshots.save(draft(1, "payroll", "target=a"), files);
    Snapshot newest = snapshots.save(draft(2, "payroll", "target=a"), files);
    var _ = snapshots.save(draft(3, "payroll", "target=b"), files);
    var _ = snapshots.save(draft(4, "mail", "target=a"), files);

    assertThat(snapshots.latest("payroll", List.of("target=a"), List.of())).contains(newest);
    assertThat(snapshots.latest("payroll", List.of(), List.of("/elsewhere"))).isEmpty();
    assertThat(snapshots.list()).hasSize(4).startsWith(old, newest);
  }

  @Test
  void findsByTagsAndByTheBeginningOfTheName() {
    Snapshot one = snapshots.save(draft(1, "payroll", "run=x"), files);
    var _ = snapshots.save(draft(2, "payroll", "run=y"), files);

    assertThat(snapshots.withTags(List.of("run=x"))).containsExactly(one);
    assertThat(snapshots.find(one.id().toString().substring(0, 20))).isEqualTo(one);
    assertThatThrownBy(() -> snapshots.find(""))
        .hasMessageContaining("2 snapshots have a name that begins");
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
  void aForgottenSnapshotIsGone() {
    Snapshot one = snapshots.save(draft(1, "payroll", "run=x"), files);

    snapshots.forget(one.id());

    assertThat(snapshots.list()).isEmpty();
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
