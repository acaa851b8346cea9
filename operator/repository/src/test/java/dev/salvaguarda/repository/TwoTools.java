package dev.salvaguarda.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.copy.SnapshotCopier;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.key.KeyInfo;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets stock restic and this engine do by turns, at random, all that one can do to a repository.
 */
final class TwoTools {
  private static final Pattern SAVED = Pattern.compile("snapshot ([0-9a-f]{8,}) saved");

  /** What may be done, as often in proportion as it stands here. */
  private enum Step {
    WE_BACK_UP(28),
    WE_BACK_UP_AGAIN(14),
    WE_ARE_CUT_OFF(8),
    RESTIC_BACKS_UP(18),
    WE_FORGET(5),
    RESTIC_FORGETS(4),
    RESTIC_PRUNES(6),
    KEYS_CHANGE(3),
    COPY_OUT(3),
    WE_COPY_OUT(3),
    COPY_BACK(2),
    CHECK(9);

    private final int weight;

    Step(int weight) {
      this.weight = weight;
    }
  }

  private final Random random;
  private final TestRepository place;
  private final Restic restic;
  private final Restic other;
  private final String otherPath;
  private final Path directory;
  private final SmallTree tree;
  private final Map<String, Map<String, String>> expected = new TreeMap<>();
  private final List<String> history = new ArrayList<>();

  /** Opens with the password that restic is given in every step, so it stays. */
  private final FileId keyOfRestic;

  private Repository repository;

  TwoTools(long seed, TestRepository place, Restic restic, Path directory) throws IOException {
    this.random = new Random(seed);
    this.place = place;
    this.restic = restic;
    this.directory = directory;
    this.otherPath = directory.resolve("other").toString();
    this.other = restic.beside(directory.resolve("other"));
    this.tree = new SmallTree(random, 400_000);
    this.repository = place.create();
    this.keyOfRestic = repository.keyInUse();
    Path _ = Files.createDirectories(directory.resolve("source"));
  }

  /** What was done so far, for the message of a failure. */
  List<String> history() {
    return history;
  }

  void steps(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Step step = next();
      history.add(step.name());
      perform(step);
    }
  }

  /** Every byte is good, and every snapshot that should be there restores as it was. */
  void judge() throws IOException {
    restic.check();
    assertThat(repository.snapshots().ids().stream().map(FileId::toString))
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      for (Snapshot snapshot : repository.snapshots().list()) {
        assertThat(SmallTree.digestsOf(reader, snapshot.tree()))
            .isEqualTo(expected.get(snapshot.id().toString()));
      }
    }
    List<String> sample = new ArrayList<>(expected.keySet());
    Collections.shuffle(sample, random);
    for (String id : sample.subList(0, Math.min(6, sample.size()))) {
      Path target = Files.createTempDirectory(directory, "restored");
      String _ = restic.run("restore", id, "--target", target.toString(), "--verify");
      assertThat(SmallTree.digestsBelow(target)).isEqualTo(expected.get(id));
    }
  }

  private Step next() {
    int total = Arrays.stream(Step.values()).mapToInt(step -> step.weight).sum();
    int drawn = random.nextInt(total);
    for (Step step : Step.values()) {
      drawn -= step.weight;
      if (drawn < 0) {
        return step;
      }
    }
    throw new IllegalStateException("weights and steps differ");
  }

  private void perform(Step step) throws IOException {
    switch (step) {
      case WE_BACK_UP -> {
        tree.change();
        weBackUp();
      }
      case WE_BACK_UP_AGAIN -> weBackUp();
      case WE_ARE_CUT_OFF -> weAreCutOff();
      case RESTIC_BACKS_UP -> resticBacksUp();
      case WE_FORGET -> weForget();
      case RESTIC_FORGETS -> resticForgets();
      case RESTIC_PRUNES -> {
        String _ = restic.run("prune", "--max-unused", random.nextBoolean() ? "0" : "20%");
      }
      case KEYS_CHANGE -> keysChange();
      case COPY_OUT -> copyOut();
      case WE_COPY_OUT -> weCopyOut();
      case COPY_BACK -> copyBack();
      case CHECK -> {
        String _ = restic.run("check");
      }
    }
  }

  private void weBackUp() throws IOException {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      Snapshot snapshot = session.commit(TestRepository.draft(tree.storeIn(session)));
      expected.put(snapshot.id().toString(), tree.digests());
    }
  }

  private void weAreCutOff() throws IOException {
    tree.change();
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      var _ = tree.storeIn(session);
    }
  }

  private void resticBacksUp() throws IOException {
    tree.change();
    Path source = directory.resolve("source");
    tree.writeTo(source);
    String output = restic.run("backup", "--host", "restic", source.toString());
    Matcher saved = SAVED.matcher(output);
    assertThat(saved.find()).as(output).isTrue();
    List<String> ids =
        repository.snapshots().ids().stream()
            .map(FileId::toString)
            .filter(id -> id.startsWith(saved.group(1)))
            .toList();
    assertThat(ids).hasSize(1);
    expected.put(ids.getFirst(), tree.digests());
  }

  private void weForget() {
    if (expected.size() > 1) {
      String id = anyOf(new ArrayList<>(expected.keySet()));
      repository.files().delete(FileType.SNAPSHOT, FileId.parse(id));
      expected.remove(id);
    }
  }

  private void resticForgets() {
    if (expected.size() > 1) {
      String id = anyOf(new ArrayList<>(expected.keySet()));
      String _ = restic.run("forget", id);
      expected.remove(id);
    }
  }

  /** restic adds one, which we open the repository with; we remove one when there are many. */
  private void keysChange() throws IOException {
    List<KeyInfo> removable =
        repository.keys().stream()
            .filter(key -> !key.id().equals(repository.keyInUse()))
            .filter(key -> !key.id().equals(keyOfRestic))
            .toList();
    if (!removable.isEmpty()) {
      repository.removeKey(anyOf(removable).id());
      return;
    }
    Path password = Files.writeString(directory.resolve("password"), "added " + random.nextInt());
    String _ = restic.run("key", "add", "--new-password-file", password.toString());
    repository = place.open(SecretBytes.fromFile(password));
  }

  private void copyOut() throws IOException {
    if (!Files.exists(directory.resolve("other"))) {
      String _ = other.run("init");
    }
    if (!expected.isEmpty()) {
      String _ =
          other.run(
              "copy", "--from-repo", restic.repository(), anyOf(List.copyOf(expected.keySet())));
    }
  }

  /** After restic copied some and perhaps pruned there: what it has not is copied, once each. */
  private void weCopyOut() {
    if (!Files.exists(directory.resolve("other"))) {
      String _ = other.run("init");
    }
    try (Repository copies = place.open(new DirectoryStore(Path.of(otherPath)));
        BackupSession from = BackupSession.open(repository, place.options());
        BackupSession into = BackupSession.open(copies, place.options());
        SnapshotCopier copier = new SnapshotCopier(from, into, 2)) {
      Set<FileId> there =
          copies.snapshots().list().stream().map(Snapshot::origin).collect(Collectors.toSet());
      for (Snapshot snapshot : repository.snapshots().list()) {
        if (!there.contains(snapshot.origin())) {
          Snapshot copy = copier.copy(snapshot);
          assertThat(copy.tree()).isEqualTo(snapshot.tree());
        }
      }
    }
    other.check();
  }

  /** A copy has a name of its own, and the content of what it is a copy of. */
  private void copyBack() throws IOException {
    if (!Files.exists(directory.resolve("other"))) {
      return;
    }
    String _ = restic.run("copy", "--from-repo", otherPath);
    try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
      for (Snapshot snapshot : repository.snapshots().list()) {
        if (!expected.containsKey(snapshot.id().toString())) {
          Map<String, String> copied = SmallTree.digestsOf(reader, snapshot.tree());
          assertThat(copied).isNotEmpty();
          expected.put(snapshot.id().toString(), copied);
        }
      }
    }
  }

  private <T> T anyOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
