package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.FilesOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a copy when the tree resists. */
class FilesSourceTest {
  @TempDir Path directory;
  private FilesFixture place;

  @BeforeEach
  void makeRepository() {
    place = new FilesFixture(directory);
  }

  @Test
  void aFileThatMayNotBeReadIsNamedWithWhoCouldAndTheRestIsCopied() throws Exception {
    place.file("good", new byte[10]);
    Path secret = place.file("secret", new byte[20]);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    place.opener =
        path -> {
          if (path.endsWith("secret")) {
            throw new AccessDeniedException(path.toString());
          }
          return FileOpener.SYSTEM.open(path);
        };

    FilesFixture.Outcome outcome = place.backUp(Optional.empty());

    Failure shortfall = outcome.only();
    assertThat(shortfall.reason()).isEqualTo(FailureReason.FILE_UNREADABLE);
    assertThat(shortfall.message())
        .startsWith("/secret may not be read (owner ")
        .contains("mode 0000", "DAC_READ_SEARCH");
    assertThat(place.contents(outcome)).containsOnlyKeys("good");
  }

  @Test
  void aFileThatItsOwnerMayReadIsNamedWithThatOwner() throws Exception {
    Path secret = place.file("secret", new byte[20]);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
    long owner = FileFacts.of(secret).ids().uid();
    Assumptions.assumeTrue(owner == 0, "SKIPPED: only root can give a file away");
    Files.setAttribute(secret, "unix:uid", 4711);
    place.opener =
        path -> {
          throw new AccessDeniedException(path.toString());
        };

    assertThat(place.backUp(Optional.empty()).only().message())
        .contains("runTemplate.securityContext.runAsUser: 4711 would read it");
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsKeptAndNamed() throws Exception {
    Path log = place.file("log", new byte[100_000]);
    place.opener =
        path ->
            new WhileReading(
                FileOpener.SYSTEM.open(path),
                () -> Files.write(log, new byte[1], StandardOpenOption.APPEND));

    FilesFixture.Outcome outcome = place.backUp(Optional.empty());

    assertThat(outcome.only().reason()).isEqualTo(FailureReason.FILE_CHANGED);
    assertThat(outcome.only().message()).isEqualTo("/log changed while it was read.");
    assertThat(place.contents(outcome).get("log")).isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void aFileThatBreaksInTheMiddleIsLeftOutAndNamed() throws Exception {
    place.file("bad sector", new byte[100_000]);
    place.file("good", new byte[5]);
    place.opener =
        path ->
            path.endsWith("good")
                ? FileOpener.SYSTEM.open(path)
                : new WhileReading(
                    FileOpener.SYSTEM.open(path),
                    () -> {
                      throw new IOException("Input/output error");
                    });

    FilesFixture.Outcome outcome = place.backUp(Optional.empty());

    assertThat(outcome.only().reason()).isEqualTo(FailureReason.FILE_UNREADABLE);
    assertThat(outcome.only().message()).contains("/bad sector could not be read");
    assertThat(place.contents(outcome)).containsOnlyKeys("good");
  }

  @Test
  void aDirectoryThatVanishesDuringTheWalkIsNamed() throws Exception {
    place.file("kept", new byte[5]);
    Path vanishing = place.source.resolve("z");
    place.file("z/inside", new byte[5]);
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      // The walk tells of the socket when it comes by, after it has listed the directory.
      ServerSocketChannel _ = socket.bind(UnixDomainSocketAddress.of(place.source.resolve("a")));
      place.notes.meanwhile = () -> remove(vanishing);

      FilesFixture.Outcome outcome = place.backUp(Optional.empty());

      assertThat(outcome.only().reason()).isEqualTo(FailureReason.FILE_CHANGED);
      assertThat(outcome.only().message()).isEqualTo("/z vanished while the tree was copied.");
      assertThat(place.contents(outcome)).containsOnlyKeys("kept");
    }
  }

  @Test
  void aPathOfFourThousandBytesIsCopied() throws Exception {
    Path deepest = LongPath.below(place.source, 4000);
    Files.createDirectories(deepest.getParent());
    Files.write(deepest, new byte[7]);

    FilesFixture.Outcome outcome = place.backUp(Optional.empty());

    assertThat(outcome.capture().shortfalls()).isEmpty();
    assertThat(place.contents(outcome))
        .isEqualTo(Map.of(place.source.relativize(deepest).toString(), 7L));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherFileSystemIsEnteredOnlyIfThatIsWanted(boolean oneFileSystem) throws Exception {
    Path mounted = otherFileSystem();
    Path file = Files.createTempFile(mounted, "salvaguarda", ".test");
    try {
      String name = mounted.relativize(file).toString();
      FilesOrder order =
          new FilesOrder(
              "/dev",
              "/exports/share",
              List.of(),
              List.of("/*", "!/shm", "/shm/*", "!/shm/" + name),
              oneFileSystem,
              false,
              List.of(),
              true);

      FilesFixture.Outcome outcome = place.backUp(order, Optional.empty());

      assertThat(place.contents(outcome).containsKey("shm/" + name)).isNotEqualTo(oneFileSystem);
      assertThat(outcome.capture().shortfalls()).isEmpty();
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void anotherFileSystemIsEnteredWhereAnIncludeNamesAPathOnIt() throws Exception {
    Path mounted = otherFileSystem();
    Path folder = Files.createTempDirectory(mounted, "salvaguarda");
    try {
      Path file = Files.write(folder.resolve("file"), new byte[3]);
      String below = Path.of("/dev").relativize(file).toString();

      FilesFixture.Outcome outcome = place.backUp(oneFileSystem(List.of(below)), Optional.empty());

      assertThat(outcome.capture().shortfalls()).isEmpty();
      assertThat(place.contents(outcome)).isEqualTo(Map.of(below, 3L));
    } finally {
      remove(folder);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a", "a/[]", "x\\", "", "!"})
  void aMalformedPatternIsToldInASentence(String pattern) {
    assertThatThrownBy(() -> new FilesSource(place.order(List.of(), List.of("*.tmp", pattern))))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> {
              assertThat(e.failure().message())
                  .startsWith("Of files.exclude, ")
                  .endsWith(".")
                  .containsAnyOf(
                      "\"" + pattern.replaceAll("^a/", "") + "\" is malformed", "is empty");
            });
  }

  private static FilesOrder oneFileSystem(List<String> include) {
    return new FilesOrder(
        "/dev", "/exports/share", include, List.of(), true, false, List.of(), false);
  }

  private static Path otherFileSystem() throws IOException {
    Path mounted = Path.of("/dev/shm");
    Assumptions.assumeTrue(
        Files.isWritable(mounted)
            && FileFacts.of(mounted).ids().device() != FileFacts.of(Path.of("/dev")).ids().device(),
        "SKIPPED: /dev/shm is no file system of its own");
    return mounted;
  }

  private static void remove(Path tree) {
    try (var walk = Files.walk(tree)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
