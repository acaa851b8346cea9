package dev.salvaguarda.repository.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedKeysTest {
  private static final String RECOVERY = "recovery-canary-77";

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final TestRepository place;
  private final FileId key;

  DamagedKeysTest(@TempDir Path directory) {
    place = TestRepository.in(store, directory);
    try (Repository repository = place.create()) {
      key = repository.keyInUse();
      // Several, so that the damaged one is not the last by its name.
      for (int i = 0; i < 3; i++) {
        var _ = repository.addKey(SecretBytes.ofUtf8(RECOVERY));
      }
    }
  }

  @Test
  void aDamagedKeyKeepsNoOtherPasswordFromOpening() {
    for (FileId other : List.copyOf(names())) {
      byte[] whole = store.get(FileType.KEY.key(other));
      store.damage(FileType.KEY.key(other), 10);

      try (Repository opened = place.open(SecretBytes.ofUtf8(RECOVERY))) {
        assertThat(opened.keys()).hasSize(3).extracting(KeyInfo::id).doesNotContain(other);
      }
      store.objects().put(FileType.KEY.key(other), whole);
    }
  }

  @Test
  void wherePerhapsTheDamagedKeyWouldOpenThatIsSaid() {
    store.damage(FileType.KEY.key(key), 10);

    assertThatThrownBy(place::open)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
              assertThat(e.sentence())
                  .contains(key.abbreviated())
                  .endsWith("another password of the repository may.");
            });
  }

  @Test
  void aPasswordWhoseOnlyKeyIsDamagedMayGetAnother() {
    KeyFiles keys = new KeyFiles(store, Contexts.here());
    SecretBytes spare = SecretBytes.ofUtf8("spare-canary-78");
    try (Repository repository = place.open()) {
      store.damage(FileType.KEY.key(repository.addKey(spare)), 10);

      assertThat(keys.find(spare)).isEmpty();

      FileId another = repository.addKey(spare);
      assertThat(keys.open(spare).id()).isEqualTo(another);
    }
  }

  @Test
  void aKeyThatIsRemovedJustNowKeepsNoOtherPasswordFromOpening() {
    FaultyStore others = place.newStore();
    String first = FileType.KEY.key(names().getFirst());
    // After the keys were listed.
    others.atCall(1, () -> store.delete(first));

    try (Repository opened =
        Repository.open(others, SecretBytes.ofUtf8(RECOVERY), Contexts.here())) {
      assertThat(opened.keys()).hasSize(3).extracting(KeyInfo::id).contains(opened.keyInUse());
    }
  }

  @Test
  void aRepositoryWhoseOnlyKeyIsDamagedIsNotMadeAnew() {
    store.objects().keySet().removeIf(name -> !name.equals(FileType.KEY.key(key)));
    store.damage(FileType.KEY.key(key), 10);

    assertThatThrownBy(place::create)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));

    assertThat(store.objects()).containsOnlyKeys(FileType.KEY.key(key));
  }

  private List<FileId> names() {
    return SealedFiles.list(store, FileType.KEY);
  }
}
