package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.FilesOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as content, and what becomes of a tree that has none. */
class FilesContentTest {
  @TempDir Path directory;
  private FilesFixture place;

  @BeforeEach
  void makeRepository() {
    place = new FilesFixture(directory);
  }

  @Test
  void whatBelongsToTheFileSystemIsLeftOutAtItsRootAndSaid() throws Exception {
    place.file("paper", new byte[7]);
    place.file("lost+found/#12", new byte[1]);
    place.file(".snapshot/daily/paper", new byte[6]);
    place.file("aquota.user", new byte[5]);
    place.file("deeper/lost+found/mine", new byte[4]);
    place.file("~snapshot", new byte[3]);

    FilesFixture.Outcome outcome = place.backUp(Optional.empty());

    assertThat(outcome.capture().shortfalls()).isEmpty();
    // A file that has a folder's name is somebody's file.
    assertThat(place.contents(outcome))
        .isEqualTo(Map.of("paper", 7L, "deeper/lost+found/mine", 4L, "~snapshot", 3L));
    assertThat(place.notes.messages)
        .containsExactly(
            "/.snapshot belongs to the file system and was left out.",
            "/aquota.user belongs to the file system and was left out.",
            "/lost+found belongs to the file system and was left out.");
  }

  @Test
  void whatBelongsToTheFileSystemIsCopiedOnRequestOrByItsName() throws Exception {
    place.file("lost+found/#12", new byte[1]);

    FilesFixture.Outcome requested = place.backUp(order(List.of(), true, false), Optional.empty());
    FilesFixture.Outcome named =
        place.backUp(order(List.of("lost+found"), false, false), Optional.empty());

    assertThat(place.contents(requested)).isEqualTo(Map.of("lost+found/#12", 1L));
    assertThat(place.contents(named)).isEqualTo(Map.of("lost+found/#12", 1L));
  }

  @Test
  void anEmptyVolumeIsNoCopy() throws Exception {
    Files.createDirectory(place.source.resolve("lost+found"));

    assertThatThrownBy(() -> place.backUp(Optional.empty()))
        .isInstanceOfSatisfying(
            SourceException.class,
            e ->
                assertThat(e.failure())
                    .isEqualTo(
                        new Failure(
                            FailureReason.SOURCE_EMPTY,
                            "Nothing is left of /exports/share after the includes and excludes;"
                                + " files.allowEmpty would accept it.")));
  }

  @Test
  void aTreeThatLostAllItsContentIsKeptAndNamedWithWhatItHad() throws Exception {
    Path paper = place.file("folder/paper", new byte[700]);
    FilesFixture.Outcome before = place.backUp(Optional.empty());
    Files.delete(paper);

    FilesFixture.Outcome after = place.backUp(Optional.of(before.snapshot()));

    assertThat(after.only())
        .isEqualTo(
            new Failure(
                FailureReason.GUARD_MAX_SHRINK,
                "/exports/share shrank from 700 bytes to nothing: 0 bytes in 1 entries; the copy"
                    + " was kept; files.allowEmpty would accept it."));
    assertThat(place.nodes(after)).containsOnlyKeys("folder");
  }

  @Test
  void aFirstCopyWithoutContentIsKeptAndNamed() throws Exception {
    place.file("folder/empty", new byte[0]);

    assertThat(place.backUp(Optional.empty()).only())
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_EMPTY,
                "/exports/share holds no content: 0 bytes in 2 entries; the copy was kept;"
                    + " files.allowEmpty would accept it."));
  }

  @Test
  void anIncludeThatBringsNothingIsNamedAndNoAdviceToAcceptAnEmptyTreeIsGiven() throws Exception {
    Files.createDirectory(place.source.resolve("finance"));

    assertThat(
            place
                .backUp(order(List.of("finance/2027"), false, false), Optional.empty())
                .capture()
                .shortfalls()
                .getFirst())
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_EMPTY,
                "/exports/share holds no content: 0 bytes in 1 entries; the copy was kept;"
                    + " /finance/2027 is included, but does not exist."));
  }

  @Test
  void anEmptyTreeIsAGoodCopyWhereThatIsAllowed() throws Exception {
    FilesFixture.Outcome outcome = place.backUp(order(List.of(), false, true), Optional.empty());

    assertThat(outcome.capture().shortfalls()).isEmpty();
    assertThat(place.nodes(outcome)).isEmpty();
  }

  private FilesOrder order(List<String> include, boolean systemFiles, boolean allowEmpty) {
    return new FilesOrder(
        place.source.toString(),
        "/exports/share",
        include,
        List.of(),
        false,
        systemFiles,
        List.of(),
        allowEmpty);
  }
}
