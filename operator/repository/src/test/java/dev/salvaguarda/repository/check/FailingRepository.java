package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A repository in memory with copies of a small tree, whose objects fail as a store's may. */
final class FailingRepository {
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final TestRepository place;
  private final Repository repository;
  private final SmallTree tree;

  /**
   * One without a copy.
   *
   * @param seed of the tree
   * @param directory for scratch only
   */
  FailingRepository(long seed, Path directory) {
    this.place = TestRepository.in(store, directory);
    this.repository = place.create();
    this.tree = new SmallTree(new Random(seed), 200_000);
    tree.change();
  }

  Repository repository() {
    return repository;
  }

  SmallTree tree() {
    return tree;
  }

  /** Copies the tree as it is. */
  Snapshot backUp(String tag) throws IOException {
    try (BackupSession session = BackupSession.open(repository, place.options())) {
      return session.commit(
          new SnapshotDraft(
              Instant.parse("2026-02-03T04:05:06Z"),
              tree.storeIn(session),
              "source",
              List.of("/stored"),
              List.of(tag),
              List.of(),
              Optional.empty(),
              Optional.empty()));
    }
  }

  /** Keys of all packs. */
  List<String> packs() {
    return store.objects().keySet().stream().filter(key -> key.startsWith("data/")).toList();
  }

  String largestPack() {
    return packs().stream().max(Comparator.comparingInt(this::length)).orElseThrow();
  }

  static String nameOf(String pack) {
    return pack.substring(pack.lastIndexOf('/') + 1);
  }

  int length(String key) {
    return store.get(key).length;
  }

  void remove(String key) {
    store.objects().remove(key);
  }

  void overwrite(String key, byte[] content) {
    store.objects().put(key, content);
  }

  byte[] content(String key) {
    return store.get(key).clone();
  }

  /** Turns a bit of the byte at this place of an object. */
  void damage(String key, int at) {
    byte[] content = content(key);
    content[at] ^= 1;
    overwrite(key, content);
  }

  /** Damages the root directory of a snapshot; returns where it lies. */
  BlobLocation damageRootOf(Snapshot snapshot) {
    BlobLocation root =
        repository.loadIndex().find(new BlobHandle(BlobType.TREE, snapshot.tree())).orElseThrow();
    damage(FileType.PACK.key(root.pack()), root.blob().offset() + 20);
    return root;
  }
}
