package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.FilesOrder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that may grow while they are read. */
class FilesGrowthTest {
  private static final int SIZE = 100_000;

  @TempDir Path directory;
  private FilesFixture place;
  private Path log;

  @BeforeEach
  void makeTree() {
    place = new FilesFixture(directory);
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    log = place.file("app.log", content);
  }

  @Test
  void aFileThatGrewIsStoredAsItWasAtFirstAndThatIsSaid() throws Exception {
    byte[] before = Files.readAllBytes(log);

    FilesFixture.Outcome outcome = backUpWhile(() -> append(5_000));

    assertThat(outcome.capture().shortfalls()).isEmpty();
    assertThat(place.contents(outcome)).isEqualTo(Map.of("app.log", (long) SIZE));
    assertThat(place.notes.messages)
        .containsExactly(
            "/app.log grew while it was read; stored are its first 100000 bytes, as"
                + " files.tolerateGrowth allows.");
    assertThat(place.content(outcome, "app.log")).isEqualTo(before);
  }

  @Test
  void aFileOfWhichSomethingOlderChangedIsNamed() throws Exception {
    FilesFixture.Outcome outcome =
        backUpWhile(() -> {
          append(5_000);
          try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            int first = file.read();
            file.seek(0);
            file.write(first + 1);
          }
        });

    assertThat(outcome.only().reason()).isEqualTo(FailureReason.FILE_CHANGED);
  }

  @Test
  void aFileThatShrankIsNamed() throws Exception {
    FilesFixture.Outcome outcome =
        backUpWhile(() -> {
          try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(10);
          }
        });

    assertThat(outcome.only().reason()).isEqualTo(FailureReason.FILE_CHANGED);
  }

  @Test
  void aFileThatWasReplacedByALargerOneIsNamed() throws Exception {
    FilesFixture.Outcome outcome =
        backUpWhile(() -> {
          Path next = Files.copy(log, directory.resolve("next"));
          Files.write(next, new byte[10], StandardOpenOption.APPEND);
          Files.delete(log);
          Files.move(next, log);
        });

    assertThat(outcome.only().reason()).isEqualTo(FailureReason.FILE_CHANGED);
  }

  @Test
  void aFileThatNoPatternNamesMayNotGrow() throws Exception {
    FilesFixture.Outcome outcome =
        backUpWhile(order(List.of("*.log", "!app.log")), () -> append(1));

    assertThat(outcome.only().reason()).isEqualTo(FailureReason.FILE_CHANGED);
  }

  @Test
  void aMalformedPatternIsToldInASentence() {
    assertThatThrownBy(() -> new FilesSource(order(List.of("[a"))))
        .isInstanceOfSatisfying(
            SourceException.class,
            e ->
                assertThat(e.failure().message())
                    .isEqualTo("Of files.tolerateGrowth, the pattern \"[a\" is malformed."));
  }

  private FilesFixture.Outcome backUpWhile(WhileReading.Event event) throws Exception {
    return backUpWhile(order(List.of("*.log")), event);
  }

  private FilesFixture.Outcome backUpWhile(FilesOrder order, WhileReading.Event event)
      throws Exception {
    boolean[] done = {false};
    place.opener =
        path ->
            done[0]
                ? FileOpener.SYSTEM.open(path)
                : new WhileReading(
                    FileOpener.SYSTEM.open(path),
                    () -> {
                      done[0] = true;
                      event.happen();
                    });
    return place.backUp(order, Optional.empty());
  }

  private void append(int count) throws IOException {
    Files.write(log, new byte[count], StandardOpenOption.APPEND);
  }

  private FilesOrder order(List<String> mayGrow) {
    return new FilesOrder(
        place.source.toString(),
        "/exports/share",
        List.of(),
        List.of(),
        false,
        false,
        mayGrow,
        false);
  }
}
