package dev.salvaguarda.repository.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant FIRST = Instant.parse("2026-11-27T01:02:03Z");
  private static final byte[] ONE = "{\"uid\":\"one\"}\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "{\"uid\":\"other\"}\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private TestRepository place;
  private Repository repository;

  @BeforeEach
  void makeARepository() {
    place = TestRepository.inMemory(directory);
    repository = place.create();
  }

  @Test
  void batchesAreNamedByTimeAndContentAndComeInTheOrderOfTheirTimes() {
    String later = repository.journal().append(OTHER, FIRST.plusMillis(1));
    String earlier = repository.journal().append(ONE, FIRST);

    assertThat(earlier).matches("journal/20261127T010203\\.000Z-[0-9a-f]{64}");
    assertThat(repository.journal().batches()).containsExactly(earlier, later);
    assertThat(repository.journal().read(earlier)).isEqualTo(ONE);
    assertThat(repository.journal().read(later)).isEqualTo(OTHER);
  }

  @Test
  void whatIsWrittenTwiceIsKeptTwiceAndReplacesNothing() {
    String first = repository.journal().append(ONE, FIRST);
    String second = repository.journal().append(ONE, FIRST);

    assertThat(repository.journal().batches()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void nothingOfItCanBeReadInTheBucket() {
    String key = repository.journal().append(ONE, FIRST);

    assertThat(new String(repository.store().get(key), StandardCharsets.ISO_8859_1))
        .doesNotContain("uid");
  }

  @Test
  void whatDoesNotComeBackAsItWasIsNotTakenForWritten() {
    place.store().atCall(1, this::damageAll);

    assertThatThrownBy(() -> repository.journal().append(ONE, FIRST))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
  }

  private void damageAll() {
    List<String> keys = new ArrayList<>();
    place.newStore().list("journal/", entry -> keys.add(entry.key()));
    assertThat(keys).hasSize(1);
    keys.forEach(key -> place.newStore().put(key, new byte[100]));
  }

  @Test
  void aDamagedBatchIsRefused() {
    String key = repository.journal().append(ONE, FIRST);
    byte[] stored = repository.store().get(key).clone();
    stored[stored.length - 1] ^= 1;
    repository.store().put(key, stored);

    assertThatThrownBy(() -> repository.journal().read(key))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
              assertThat(e.sentence()).contains(key);
            });
  }

  @Test
  void whatIsSomebodyElsesIsPassedOver() {
    repository.store().put("journal/notes.txt", ONE);

    assertThat(repository.journal().batches()).isEmpty();
    assertThat(repository.files().list(FileType.SNAPSHOT)).isEmpty();
  }
}
