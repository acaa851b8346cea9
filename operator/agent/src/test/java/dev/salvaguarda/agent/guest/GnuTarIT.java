package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that GNU tar writes with the options that Proxmox gives it, and others. */
class GnuTarIT {
  private static final long SEED = 20_261_130;

  private Path folder;
  private Path files;
  private ContainerFixture fixture;

  @BeforeEach
  void makeFiles(@TempDir Path temporary) throws Exception {
    folder = temporary;
    fixture = new ContainerFixture(Files.createDirectory(temporary.resolve("store")));
    files = Files.createDirectory(temporary.resolve("files"));
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(i < 50 ? 3_000 : 700_000)];
      random.nextBytes(content);
      Path file = files.resolve("srv/%02d/file-%d".formatted(i % 7, i));
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
    Files.createDirectories(files.resolve("etc/empty"));
    Files.writeString(files.resolve("etc/hostname"), "desk\n");
    Files.createLink(files.resolve("etc/alias"), files.resolve("etc/hostname"));
    Files.createLink(files.resolve("srv/zlast"), files.resolve("etc/hostname"));
    Files.createSymbolicLink(files.resolve("etc/localtime"), Path.of("../usr/share/zoneinfo/UTC"));
    Files.createSymbolicLink(files.resolve("etc/far"), Path.of("../" + "x".repeat(180)));
    Files.writeString(files.resolve("etc/" + "long-".repeat(45)), "long");
    try (RandomAccessFile sparse =
        new RandomAccessFile(files.resolve("srv/sparse").toFile(), "rw")) {
      for (int piece = 1; piece < 40; piece++) {
        sparse.seek(piece * 300_000L);
        sparse.write(("piece " + piece).getBytes(StandardCharsets.US_ASCII));
      }
      sparse.setLength(20_000_000);
    }
    String _ =
        ContainerFixture.run(
            files,
            "sh",
            "-ec",
            """
            printf latin > "$(printf 'etc/caf\\351')"
            mkfifo etc/pipe
            setfattr -n user.comment -v 'kept with care' etc/hostname
            setfattr -n 'user.odd=100%' -v 1 etc/hostname
            setfacl -m u:4711:r,g:4712:rw etc/hostname
            setfacl -d -m u:4711:rx srv
            chmod 4755 srv/00/file-0
            mkdir -p mp0 ../mounts/mp0 && echo data > ../mounts/mp0/data && chmod 711 ../mounts/mp0
            [ "$(id -u)" != 0 ] || { mknod etc/null c 1 3; mknod etc/loop b 7 259; chown 100000:2097151 srv/01; chown 3000000 srv/02; }
            """);
  }

  @Test
  void anArchiveAsOfProxmoxIsPutTogetherAgainByteForByte() throws Exception {
    byte[] archive = archive(proxmox());

    ContainerFixture.Stored stored = fixture.store(archive);

    assertThat(fixture.rebuild(stored)).isEqualTo(archive);
  }

  @Test
  void stockResticRestoresTheFilesAsTheyWere() throws Exception {
    Path restored = fixture.restored(fixture.store(archive(proxmox()))).resolve("root");

    String _ = ContainerFixture.run(files, "cp", "-a", "../mounts/mp0", ".");
    assertThat(facts(restored)).isEqualTo(facts(files));
    assertThat(Files.getAttribute(restored.resolve("srv/zlast"), "unix:ino"))
        .isEqualTo(Files.getAttribute(restored.resolve("etc/alias"), "unix:ino"));
    assertThat(restored.resolveSibling("pct.conf")).hasContent("hostname: desk");
  }

  @Test
  void anotherArchiveOfTheSameFilesStoresNextToNothing() throws Exception {
    long first = fixture.store(archive(proxmox())).bytesStored();
    try (Stream<Path> read = Files.walk(files)) {
      for (Path file :
          read.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)).toList()) {
        byte[] _ = Files.readAllBytes(file);
      }
    }

    long second = fixture.store(archive(proxmox())).bytesStored();

    assertThat(second).isLessThan(first / 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=posix --sparse --sparse-version=0.0",
        "--format=posix --sparse --sparse-version=0.1",
        "--format=posix --sparse --sparse-version=1.0",
        "--format=gnu",
        "--format=posix --numeric-owner --blocking-factor=200",
        "--format=gnu --blocking-factor=1"
      })
  void soIsOneInAnyOtherFormThatTarHas(String options) throws Exception {
    List<String> command = new ArrayList<>(List.of("tar", "-cf", "-"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-C", files.toString(), "./"));
    byte[] archive = archive(command);

    ContainerFixture.Stored stored = fixture.store(archive);

    assertThat(fixture.rebuild(stored)).isEqualTo(archive);
    assertThat(fixture.restored(stored).resolve("root/srv/sparse"))
        .hasSameBinaryContentAs(files.resolve("srv/sparse"));
  }

  private List<String> proxmox() throws IOException {
    Path config = folder.resolve("tmp/etc/vzdump/pct.conf");
    Files.createDirectories(config.getParent());
    Files.writeString(config, "hostname: desk");
    Files.writeString(config.resolveSibling("pct.fw"), "");
    return List.of(
        "tar",
        "cpf",
        "-",
        "--totals",
        "--one-file-system",
        "-p",
        "--sparse",
        "--numeric-owner",
        "--acls",
        "--xattrs",
        "--xattrs-include=user.*",
        "--xattrs-include=security.capability",
        "--warning=no-file-ignored",
        "--warning=no-xattr-write",
        "--directory=" + folder.resolve("tmp"),
        "./etc/vzdump/pct.conf",
        "./etc/vzdump/pct.fw",
        "--directory=" + files,
        "--no-anchored",
        "--exclude=lost+found",
        "--anchored",
        "./",
        "--directory=" + folder.resolve("mounts"),
        "./mp0/");
  }

  private static byte[] archive(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    byte[] archive = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return archive;
  }

  /** Everything that find and getfattr tell of a tree, but for the times of directories. */
  private static String facts(Path tree) throws Exception {
    return ContainerFixture.run(
        tree,
        "sh",
        "-ec",
        "find . ! -type d -printf '%p %y %m %U %G %s %T@ %l %n\\n' | sort;"
            + " find . -type d -printf '%p %m %U %G\\n' | sort;"
            + " find . -type b -o -type c | sort | xargs -r stat -c '%n %t %T';"
            + " getfattr -R -h -d -e hex -m '^(user|system)' . | sort;"
            + " find . -type f -print0 | sort -z | xargs -0 sha256sum");
  }
}
