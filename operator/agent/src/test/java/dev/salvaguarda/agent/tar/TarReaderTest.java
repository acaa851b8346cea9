package dev.salvaguarda.agent.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.tree.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static final TarLimits LIMITS = new TarLimits(1 << 20, 1 << 21);
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  @Test
  void whatAnExtendedHeaderSaysOfAMemberCounts() throws IOException {
    TarMember member =
        only(
            new SampleTar()
                .pax(
                    "path=./a/caf\u00e9",
                    "mtime=-1.25",
                    "ctime=3.000000004",
                    "uid=4000000000",
                    "SCHILY.xattr.user.a%3Db=v",
                    "SCHILY.acl.access=user::rw-,user:1000:r--,group::r--,mask::r--,other::---")
                .file("./short", HELLO));

    assertThat(member.path().names())
        .containsExactly(
            ByteString.of("a"), ByteString.of(new byte[] {'c', 'a', 'f', (byte) 0xe9}));
    assertThat(member.times())
        .isEqualTo(
            new TarMember.Times(
                Instant.ofEpochSecond(-2, 750_000_000), Instant.ofEpochSecond(3, 4)));
    assertThat(member.owner().uid()).isEqualTo(4_000_000_000L);
    assertThat(member.attributes().getFirst().name()).isEqualTo(ByteString.of("user.a=b"));
    assertThat(HexFormat.of().formatHex(member.attributes().get(1).value().toByteArray()))
        .isEqualTo(
            "0200000001000600ffffffff02000400e803000004000400ffffffff10000400ffffffff20000000ffffffff");
  }

  @Test
  void anAccessListThatCallsSomebodyByNameIsLeftOutAndSaid() throws IOException {
    TarMember member =
        only(
            new SampleTar()
                .pax("SCHILY.acl.access=user::rw-\nuser:backup:r--\ngroup::r--\nother::---\n")
                .file("./x", HELLO));

    assertThat(member.attributes()).isEmpty();
    assertThat(member.namesUnknown()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../x", "./../x", "./a/../../x", "./a//b", "./a/./b", "", "a/.."})
  void aNameThatLeadsElsewhereIsRefused(String name) {
    assertRefused(new SampleTar().file(name, HELLO).finish(), TarFault.BAD_NAME);
  }

  @Test
  void anArchiveWithoutItsEndIsRefusedWhereverItIsCut() {
    byte[] archive = new SampleTar().folder("./").file("./a", HELLO).finish();
    for (int length = 0; length < 4 * 512 + 512; length++) {
      assertRefused(Arrays.copyOf(archive, length), TarFault.CUT_OFF);
    }
  }

  @Test
  void whatFollowsAfterTheEndIsRefused() {
    byte[] archive = new SampleTar().file("./a", HELLO).finish();
    byte[] longer = Arrays.copyOf(archive, archive.length + 512);
    longer[archive.length + 17] = 1;

    assertRefused(longer, TarFault.MORE_AFTER_END);
    assertRefused(Arrays.copyOf(archive, archive.length + 5), TarFault.MORE_AFTER_END);
    assertRefused(Arrays.copyOf(archive, 4 << 20), TarFault.MORE_AFTER_END);
  }

  @Test
  void sizesThatNobodyCanHaveAreRefused() {
    assertRefused(
        new SampleTar().raw('0', "./a", "", 8_000_000_000L, HELLO).finish(), TarFault.TOO_LARGE);
    assertRefused(
        new SampleTar().pax("size=9223372036854775807").file("./a", HELLO).finish(),
        TarFault.DAMAGED_HEADER);
    assertRefused(
        new SampleTar().pax("size=-1").file("./a", HELLO).finish(), TarFault.DAMAGED_HEADER);
    assertRefused(
        new SampleTar()
            .pax(
                "GNU.sparse.major=1",
                "GNU.sparse.minor=0",
                "GNU.sparse.name=./a",
                "GNU.sparse.realsize=900000000000000000")
            .file("./GNUSparseFile.1/a", new byte[512])
            .finish(),
        TarFault.TOO_LARGE);
    assertRefused(
        new SampleTar()
            .file("./a", new byte[1 << 20])
            .file("./b", new byte[1 << 20])
            .file("./c", HELLO)
            .finish(),
        TarFault.TOO_LARGE);
  }

  @Test
  void theHeadersOfOneMemberCanNotGrowWithoutBound() {
    SampleTar tar = new SampleTar();
    for (int i = 0; i < 30; i++) {
      tar.pax("SCHILY.xattr.user.n%d=%s".formatted(i, "x".repeat(40_000)));
    }

    assertRefused(tar.file("./a", HELLO).finish(), TarFault.TOO_LARGE);
  }

  @Test
  void piecesThatDoNotFitIntoTheirFileAreRefused() {
    for (String map :
        List.of("1\n0\n600\n", "2\n8\n4\n0\n1\n", "1\n99\n5\n", "x", "1\n0\n", "0\n")) {
      byte[] content = Arrays.copyOf(map.getBytes(StandardCharsets.US_ASCII), 512 + 5);
      assertRefused(
          new SampleTar()
              .pax(
                  "GNU.sparse.major=1",
                  "GNU.sparse.minor=0",
                  "GNU.sparse.name=./a",
                  "GNU.sparse.realsize=100")
              .file("./GNUSparseFile.1/a", content)
              .finish(),
          TarFault.DAMAGED_HEADER);
    }
  }

  @Test
  void kindsThatNoContainerHasAreRefused() {
    for (char type : List.of('S', 'V', 'M', 'D', 'g', 'Z')) {
      assertRefused(
          new SampleTar().raw(type, "./a", "", 0, new byte[0]).finish(), TarFault.UNKNOWN_MEMBER);
    }
  }

  @Test
  void whatIsNoTarIsRefusedAsSuch() {
    assertRefused(new byte[20_480], TarFault.NOT_AN_ARCHIVE);
    assertRefused("VMA\0".repeat(500).getBytes(StandardCharsets.US_ASCII), TarFault.NOT_AN_ARCHIVE);
  }

  private static TarMember only(SampleTar tar) throws IOException {
    List<TarMember> members = new ArrayList<>();
    read(tar.finish(), (member, _) -> members.add(member));
    assertThat(members).hasSize(1);
    return members.getFirst();
  }

  private static void assertRefused(byte[] archive, TarFault fault) {
    assertThatThrownBy(() ->
            read(
                archive,
                (_, content) -> {
                  long _ = content.transferTo(OutputStream.nullOutputStream());
                }))
        .isInstanceOfSatisfying(
            TarException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault))
        .hasMessageMatching("[A-Z].*\\.");
  }

  private static void read(byte[] archive, MemberSink sink) throws IOException {
    TarReader.of(new ByteArrayInputStream(archive), OutputStream.nullOutputStream(), LIMITS)
        .readAll(sink);
  }
}
