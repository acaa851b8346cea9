package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata.ExtendedAttribute;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real file system. */
class LinuxCallsTest {
  @TempDir Path directory;
  private final LinuxCalls calls = LinuxCalls.load();
  private final List<String> unreadable = new ArrayList<>();
  private Path file;

  @BeforeEach
  void makeFile() throws Exception {
    file = Files.write(directory.resolve("file"), new byte[1]);
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void valuesAndNamesOfAnySizeAreRead() throws Exception {
    byte[] large = new byte[3_000];
    new Random(2).nextBytes(large);
    String longName = "n".repeat(250);
    Files.setAttribute(file, "user:large", large);
    Files.setAttribute(file, "user:" + longName, new byte[] {7});

    assertThat(attributes(file))
        .containsExactlyInAnyOrder(
            new ExtendedAttribute(ByteString.of("user.large"), ByteString.of(large)),
            new ExtendedAttribute(
                ByteString.of("user." + longName), ByteString.of(new byte[] {7})));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void aListOfNamesOfAnySizeIsRead() throws Exception {
    for (int i = 0; i < 10; i++) {
      Files.setAttribute(file, "user:" + "n".repeat(200) + i, new byte[] {7});
    }

    assertThat(attributes(file)).hasSize(10);
  }

  @Test
  void accessListsAndAttributesOfTheSystemAreRead() throws Exception {
    Assumptions.assumeTrue(Machine.isRoot(), "SKIPPED: only root has trusted attributes");
    run(RequiredTool.onPath("setfacl", "Install the package acl."), "-m", "u:4711:r");
    run(RequiredTool.onPath("setfattr", "Install the package attr."), "-n", "trusted.t", "-v", "x");

    assertThat(attributes(file))
        .extracting(attribute -> attribute.name().toString())
        .containsExactlyInAnyOrder("system.posix_acl_access", "trusted.t");
  }

  @Test
  void whatHasNoAttributesHasNone() {
    assertThat(attributes(file)).isEmpty();
    assertThat(attributes(Path.of("/proc/self/status"))).isEmpty();
    assertThat(attributes(directory.resolve("gone"))).isEmpty();
    assertThat(unreadable).isEmpty();
  }

  @Test
  void anyOtherAnswerIsToldWithItsCause() {
    assertThat(attributes(directory.resolve("n".repeat(300)))).isEmpty();
    assertThat(attributes(file.resolve("below"))).isEmpty();
    assertThat(attributes(Path.of("/" + "long/".repeat(2_000)))).isEmpty();

    assertThat(unreadable)
        .containsExactly(
            "its extended attributes: File name too long",
            "its extended attributes: Not a directory",
            "its extended attributes: File name too long");
  }

  @Test
  void theLongestTargetOfALinkIsReadWhole() throws Exception {
    String target = "t".repeat(200) + ("/" + "t".repeat(200)).repeat(18);
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(target));

    assertThat(calls.linkTarget(bytes(link))).isEqualTo(target.getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> calls.linkTarget(bytes(file)))
        .isInstanceOfSatisfying(
            FileSystemException.class,
            e -> assertThat(e.getReason()).isEqualTo("Invalid argument"));
  }

  private List<ExtendedAttribute> attributes(Path path) {
    return calls.attributes(
        bytes(path), (attribute, cause) -> unreadable.add(attribute + ": " + cause));
  }

  private static byte[] bytes(Path path) {
    return RawPath.root(path).bytes().toByteArray();
  }

  private void run(RequiredTool tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.path().toString()));
    command.addAll(List.of(arguments));
    command.add(file.toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
