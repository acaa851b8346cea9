package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.tar.SampleTar;
import dev.salvaguarda.agent.tar.TarException;
import dev.salvaguarda.agent.tar.TarFault;
import dev.salvaguarda.agent.tar.TarReader;
import dev.salvaguarda.testkit.seed.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerCopyTest {
  private static final int TREES = 10;

  @TempDir Path directory;
  private ContainerFixture fixture;

  static List<Long> seeds() {
    return Seeds.of("ContainerCopyTest", 2);
  }

  @BeforeEach
  void makeRepository() throws IOException {
    fixture = new ContainerFixture(directory);
  }

  @Test
  void directoriesMayBeOpenedAgainAndComeTwice() throws IOException {
    byte[] archive =
        new SampleTar()
            .file("./etc/vzdump/pct.conf", text("hostname: desk"))
            .folder("./")
            .folder("./mp0/")
            .file("./b/file", text("one"))
            .folder("./a/")
            .file("./a/x", text("two"))
            .file("./b/e", text("three"))
            .folder("./b/")
            .file("./b.d", text("between the directory and what is in it"))
            .folder("./mp0/")
            .file("./mp0/deep/er/data", text("four"))
            .file("./etc/vzdump/pct.conf", text("of the container itself"))
            .finish();

    assertThat(fixture.rebuild(fixture.store(archive))).isEqualTo(archive);
  }

  @Test
  void onlyWhatComesBeforeTheFilesIsTheConfigurationOfTheContainer() throws IOException {
    byte[] config = text("hostname: desk");

    for (String name : List.of("./etc/vzdump/pct.conf", "./etc/vzdump/pct.fw")) {
      byte[] before = new SampleTar().file(name, config).folder("./").finish();
      byte[] behind = new SampleTar().folder("./").file(name, config).finish();

      assertThat(fixture.store(before).hasConfig()).isEqualTo(name.endsWith("pct.conf"));
      assertThat(fixture.store(behind).hasConfig()).isFalse();
    }
  }

  /** A part of such an archive has no configuration, and nobody takes it for the whole. */
  @Test
  void anArchiveOfAnotherConfigurationHasItAtItsEnd() throws IOException {
    byte[] archive =
        new SampleTar()
            .file("./etc/vzdump/pct.conf", text("hostname: desk"))
            .file("./etc/vzdump/pct.fw", new byte[0])
            .folder("./")
            .file("./b", text("one"))
            .file("./c", new byte[512])
            .finish();
    List<String> members = new ArrayList<>();

    byte[] configured =
        fixture.rebuild(fixture.store(archive), Map.of("pct.conf", text("hostname: other")));
    TarReader.of(
            new ByteArrayInputStream(configured),
            OutputStream.nullOutputStream(),
            ContainerLayout.LIMITS)
        .readAll((member, content) ->
            members.add(
                member.path().text()
                    + " "
                    + new String(content.readAllBytes(), StandardCharsets.UTF_8).strip()));

    assertThat(members)
        .hasSize(4)
        .contains("/b one")
        .endsWith("/etc/vzdump/pct.conf hostname: other");
    assertThat(configured).hasSize(archive.length - 512);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void filesInWhateverOrderAreOneTree(long seed) throws IOException {
    Random random = new Random(seed);
    for (int tree = 0; tree < TREES; tree++) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        names.add("./" + "%d/%d/".formatted(random.nextInt(4), random.nextInt(4)) + "f" + i);
      }
      Collections.shuffle(names, random);
      SampleTar tar = new SampleTar();
      for (String name : names) {
        if (random.nextInt(5) == 0) {
          tar.link('1', name + "-link", names.get(random.nextInt(names.size())));
        }
        tar.file(name, text(name));
      }
      byte[] archive = tar.finish();

      assertThat(fixture.rebuild(fixture.store(archive))).isEqualTo(archive);
    }
  }

  @Test
  void twoMembersOfOneNameAreRefusedUnlessBothAreDirectories() {
    assertRefused(
        new SampleTar().file("./a", text("1")).file("./a", text("2")), TarFault.NAME_TWICE);
    assertRefused(new SampleTar().file("./a", text("1")).folder("./a/"), TarFault.NAME_TWICE);
    assertRefused(new SampleTar().folder("./a/").file("./a", text("1")), TarFault.NAME_TWICE);
    assertRefused(
        new SampleTar().file("./a/b", text("1")).file("./a", text("2")), TarFault.NAME_TWICE);
    assertRefused(
        new SampleTar().file("./a", text("1")).folder("./a/c/").file("./a/c/d", text("2")),
        TarFault.NAME_TWICE);
    assertRefused(
        new SampleTar().file("./a", text("1")).file("./b", text("2")).link('1', "./b", "./a"),
        TarFault.NAME_TWICE);
  }

  @Test
  void aHardLinkThatLeadsToNoFileIsRefused() {
    assertRefused(new SampleTar().link('1', "./b", "./a"), TarFault.LINK_TO_NOTHING);
    assertRefused(
        new SampleTar().file("./z", text("1")).link('1', "./b", "./a"), TarFault.LINK_TO_NOTHING);
    assertRefused(new SampleTar().folder("./a/").link('1', "./b", "./a"), TarFault.LINK_TO_NOTHING);
    assertRefused(
        new SampleTar().link('1', "./a", "./b").link('1', "./b", "./a"), TarFault.LINK_TO_NOTHING);
  }

  @Test
  void aRootThatIsNoDirectoryIsRefused() {
    assertRefused(new SampleTar().file(".", text("1")), TarFault.BAD_NAME);
    assertRefused(new SampleTar().file("./a", text("1")).link('1', ".", "./a"), TarFault.BAD_NAME);
  }

  private void assertRefused(SampleTar tar, TarFault fault) {
    assertThatThrownBy(() -> fixture.store(tar.finish()))
        .isInstanceOfSatisfying(
            TarException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
