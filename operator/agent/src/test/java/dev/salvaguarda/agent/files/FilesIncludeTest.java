package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever an include names is in the copy, or the copy says that it is not. */
class FilesIncludeTest {
  @TempDir Path directory;
  private FilesFixture place;

  @BeforeEach
  void makeTree() throws Exception {
    place = new FilesFixture(directory);
    place.file("real/data/paper", new byte[7]);
    place.file("other/paper", new byte[5]);
    place.file("file", new byte[3]);
    Files.createSymbolicLink(place.source.resolve("current"), Path.of("real"));
    Files.createSymbolicLink(place.source.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(place.source.resolve("outside"), Path.of("../scratch"));
    place.run(List.of("mkfifo", place.source.resolve("pipe").toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "current/data | SOURCE_NOT_FOUND | /current/data is included, but /current is a symbolic"
            + " link, which is not followed; include the path that it leads to.",
        "file/data | SOURCE_NOT_FOUND | /file/data is included, but /file is not a directory.",
        "pipe/data | SOURCE_NOT_FOUND | /pipe/data is included, but /pipe is not a directory.",
        "gone | SOURCE_NOT_FOUND | /gone is included, but does not exist.",
        "gone/data | SOURCE_NOT_FOUND | /gone/data is included, but /gone does not exist.",
        "real/gone | SOURCE_NOT_FOUND | /real/gone is included, but does not exist.",
        "left/out | SOURCE_EMPTY | /left/out is included, but /left is excluded as well.",
        "draft.tmp | SOURCE_EMPTY | /draft.tmp is included, but is excluded as well.",
        "current | SOURCE_EMPTY | /current is included, but is a symbolic link, of which only the"
            + " link itself was stored; include the path that it leads to.",
        "dangling | SOURCE_EMPTY | /dangling is included, but is a symbolic link, of which only the"
            + " link itself was stored; include the path that it leads to.",
        "outside | SOURCE_EMPTY | /outside is included, but is a symbolic link, of which only the"
            + " link itself was stored; include the path that it leads to.",
      })
  void anIncludeWithoutItsContentIsNamed(String include, FailureReason reason, String message)
      throws Exception {
    place.file("left/out", new byte[1]);
    place.file("draft.tmp", new byte[1]);

    FilesFixture.Outcome outcome =
        place.backUp(
            place.order(List.of("other", include), List.of("/left", "*.tmp")), Optional.empty());

    assertThat(outcome.only()).isEqualTo(new Failure(reason, message));
    assertThat(place.contents(outcome)).isEqualTo(Map.of("other/paper", 5L));
  }

  @Test
  void anIncludedSocketIsNamed() throws Exception {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      ServerSocketChannel _ =
          socket.bind(UnixDomainSocketAddress.of(place.source.resolve("socket")));

      FilesFixture.Outcome outcome =
          place.backUp(place.order(List.of("other", "socket"), List.of()), Optional.empty());

      assertThat(outcome.only())
          .isEqualTo(
              new Failure(
                  FailureReason.SOURCE_EMPTY,
                  "/socket is included, but is a socket, which has no content."));
    }
  }

  @Test
  void anIncludedLinkToWhatIsIncludedAsWellIsEnough() throws Exception {
    FilesFixture.Outcome outcome =
        place.backUp(place.order(List.of("current", "real"), List.of()), Optional.empty());

    assertThat(outcome.capture().shortfalls()).isEmpty();
    assertThat(place.nodes(outcome)).containsKeys("current", "real/data/paper");
  }

  @Test
  void everyIncludeBehindOneObstacleIsCounted() throws Exception {
    FilesFixture.Outcome outcome =
        place.backUp(
            place.order(List.of("other", "current/data", "current/more"), List.of()),
            Optional.empty());

    assertThat(outcome.only().message())
        .startsWith("2 entries are affected; the first: /current/data is included, but");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "current/data | /current/data is included, but /current is a symbolic link",
        "gone | /gone is included, but does not exist",
        "file/data | /file/data is included, but /file is not a directory",
      })
  void nothingButAnIncludeWithoutContentIsNoCopyAtAll(String include, String because) {
    assertThatThrownBy(
            () -> place.backUp(place.order(List.of(include), List.of()), Optional.empty()))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> {
              assertThat(e.failure().reason()).isEqualTo(FailureReason.SOURCE_EMPTY);
              assertThat(e.failure().message())
                  .startsWith("Nothing is left of /exports/share; " + because)
                  .endsWith(".");
            });
  }

  @Test
  void anIncludedFileIsCopiedAloneWithTheDirectoriesAboveIt() throws Exception {
    FilesFixture.Outcome outcome =
        place.backUp(place.order(List.of("real/data/paper"), List.of()), Optional.empty());

    assertThat(outcome.capture().shortfalls()).isEmpty();
    assertThat(place.nodes(outcome)).containsOnlyKeys("real", "real/data", "real/data/paper");
  }
}
