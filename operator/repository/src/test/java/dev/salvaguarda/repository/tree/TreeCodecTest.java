package dev.salvaguarda.repository.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TreeCodecTest {
  private static final BlobId TREE = BlobId.ofContent(new byte[0], 0, 0);
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.000000789Z");

  @Property(tries = 500)
  void everyNameSurvivesTheJson(@ForAll @Size(min = 1, max = 300) byte[] name) throws IOException {
    Node node = file(ByteString.of(name));

    assertThat(decoded(encode(node))).containsExactly(node);
  }

  @Test
  void namesAreSpelledAsResticSpellsThem() {
    assertThat(QuotedName.quote(ByteString.of("a\"b\\c\n\u0001\u007f")))
        .isEqualTo("a\\\"b\\\\c\\n\\x01\\x7f");
    assertThat(QuotedName.quote(ByteString.of("ação 😀"))).isEqualTo("ação 😀");
    assertThat(QuotedName.quote(ByteString.of("\u200b\u00a0"))).isEqualTo("\\u200b\\u00a0");
    assertThat(QuotedName.quote(ByteString.of(new byte[] {'a', (byte) 0xff, (byte) 0xc3})))
        .isEqualTo("a\\xff\\xc3");
  }

  @Test
  void eachByteThatIsNotUtf8BecomesOneReplacementCharacterAsInGo() {
    byte[] target = {'a', (byte) 0xf3, (byte) 0x93, 'b', (byte) 0xcf, (byte) 0xa2};

    assertThat(ByteString.of(target)).hasToString("a\ufffd\ufffdb\u03e2");
  }

  @Test
  void everyKindOfNodeSurvivesTheJson() throws IOException {
    BlobId id = BlobId.ofContent(new byte[] {1}, 0, 1);
    Metadata metadata =
        new Metadata(
            FileMode.ofUnix(0107755),
            new Metadata.Times(TIME, TIME.plusNanos(1), TIME.plusNanos(2)),
            new Metadata.Owner(4294967294L, 5, "u", ""),
            new Metadata.Identity(-2, -3, 4),
            List.of(
                new Metadata.ExtendedAttribute(
                    ByteString.of("user.x"), ByteString.of(new byte[] {0, -1}))));
    Node[] nodes = {
      new Node(ByteString.of("a"), metadata, new NodeBody.File(7, BlobIds.of(List.of(id, id)))),
      new Node(ByteString.of("b"), metadata, new NodeBody.Directory(id)),
      new Node(
          ByteString.of("c"),
          metadata,
          new NodeBody.Symlink(ByteString.of(new byte[] {'x', (byte) 0x80}))),
      new Node(ByteString.of("d"), metadata, new NodeBody.Device(true, 259)),
      new Node(ByteString.of("e"), metadata, new NodeBody.Device(false, 260)),
      new Node(ByteString.of("f"), metadata, new NodeBody.Fifo()),
      new Node(ByteString.of("g"), metadata, new NodeBody.Socket()),
      new Node(ByteString.of("h"), metadata, new NodeBody.Unknown("irregular")),
    };

    assertThat(decoded(encode(nodes))).containsExactly(nodes);
  }

  @Test
  void fieldsOfLaterVersionsArePassedOver() {
    String json =
        """
        {"later":{"x":[1]},"nodes":[{"name":"a","type":"file","generic_attributes":{"w":[1,{}]},
        "mtime":"2026-02-03T01:05:06.000000789-03:00","content":null,"xx":null}],"more":1}\
        """;

    List<Node> nodes = decoded(json.getBytes(StandardCharsets.UTF_8));

    assertThat(nodes).hasSize(1);
    assertThat(nodes.getFirst().metadata().times().modified()).isEqualTo(TIME);
  }

  @Test
  void aTreeWithoutNodesIsEmpty() throws IOException {
    assertThat(decoded(encode())).isEmpty();
    assertThat(decoded("{\"nodes\":null}".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void whatIsNoTreeIsRefused() {
    for (String json : List.of("[]", "{\"nodes\":[{\"mode\":\"x\"}]}", "{\"nodes\":[{", "")) {
      assertThatThrownBy(() -> decoded(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOfSatisfying(
              RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
    }
  }

  @Test
  void whatComesBeforeTheEndOfACutTreeIsRead() throws IOException {
    byte[] tree = encode(file(ByteString.of("a")), file(ByteString.of("b")));
    TreeEntries entries = new TreeEntries(TREE, Arrays.copyOf(tree, tree.length - 20));

    assertThat(entries.next().name()).isEqualTo(ByteString.of("a"));
    assertThatThrownBy(entries::hasNext).isInstanceOf(RepositoryException.class);
    assertThat(entries.hasNext()).isFalse();
  }

  @Test
  void timesThatNoCalendarSpellsAreClamped() throws IOException {
    Metadata ancient = Metadata.plain(FileMode.file(0644), Instant.MIN);
    Node node = new Node(ByteString.of("a"), ancient, new NodeBody.Fifo());

    assertThat(decoded(encode(node)).getFirst().metadata().times().modified())
        .isEqualTo(Instant.parse("0000-01-01T00:00:00Z"));
  }

  @Test
  void nodesOutOfOrderAreRefused() {
    assertThatThrownBy(() -> encode(file(ByteString.of("b")), file(ByteString.of("a"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAreOrderedByUnsignedBytes() {
    assertThat(ByteString.of(new byte[] {(byte) 0xff})).isGreaterThan(ByteString.of("z"));
  }

  @Test
  void unixModesBecomeGoModes() {
    assertThat(FileMode.ofUnix(0040755).bits()).isEqualTo(2147484141L);
    assertThat(FileMode.ofUnix(0120777).bits()).isEqualTo(134218239L);
    assertThat(FileMode.ofUnix(0107644).bits())
        .isEqualTo((1L << 23) | (1L << 22) | (1L << 20) | 0644);
  }

  private static List<Node> decoded(byte[] tree) {
    List<Node> nodes = new ArrayList<>();
    new TreeEntries(TREE, tree).forEachRemaining(nodes::add);
    return nodes;
  }

  private static Node file(ByteString name) {
    return new Node(
        name, Metadata.plain(FileMode.file(0644), TIME), new NodeBody.File(0, BlobIds.empty()));
  }

  private static byte[] encode(Node... nodes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TreeEncoder encoder = new TreeEncoder(out)) {
      for (Node node : Arrays.asList(nodes)) {
        encoder.add(node);
      }
    }
    return out.toByteArray();
  }
}
