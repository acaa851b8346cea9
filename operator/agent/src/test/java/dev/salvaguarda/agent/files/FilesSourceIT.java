package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.tree.TreeEntries;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares what we store with what restic stores and restores of the same trees. */
class FilesSourceIT {
  @TempDir Path directory;
  private FilesFixture place;

  @BeforeEach
  void makeRepository() {
    Path _ = RequiredTool.restic().path();
    place = new FilesFixture(directory);
  }

  @SeededTest(fixed = 6)
  void nodesAreThoseThatResticMakesOfTheSameTree(long seed) throws Exception {
    new RandomTree(seed, place).fill();

    Snapshot ours = place.backUp(Optional.empty()).snapshot();
    place.restic("backup", "--host", "restic", "--ignore-inode", place.source.toString());
    Snapshot theirs = place.repository().snapshots().list().getLast();

    try (BackupSession session = place.session()) {
      Map<String, Node> stored = flat(session, ours.tree(), "/exports/share");
      Map<String, Node> expected = flat(session, theirs.tree(), place.source.toString());
      assertThat(stored.keySet()).isEqualTo(expected.keySet());
      stored.forEach((path, node) -> assertThat(node).as(path).isEqualTo(expected.get(path)));
      assertThat(stored).hasSizeGreaterThan(3);
    }
    assertThat(place.notes.messages).isEmpty();
  }

  @SeededTest(fixed = 3)
  void resticRestoresWhatWeStored(long seed) throws Exception {
    new RandomTree(seed, place).fill();

    Snapshot ours = place.backUp(Optional.empty()).snapshot();
    place.restic("check", "--read-data");
    Path target = directory.resolve("restored");
    place.restic("restore", ours.id().toString(), "--target", target.toString());

    assertThat(described(target.resolve("exports/share"))).isEqualTo(described(place.source));
  }

  @Test
  void aPathOfFourThousandBytesIsTheOneThatResticStores() throws Exception {
    Path deepest = LongPath.below(place.source, 4000);
    Files.createDirectories(deepest.getParent());
    Files.write(deepest, new byte[7]);

    Snapshot ours = place.backUp(Optional.empty()).snapshot();
    place.restic("backup", "--host", "restic", "--ignore-inode", place.source.toString());
    Snapshot theirs = place.repository().snapshots().list().getLast();

    try (BackupSession session = place.session()) {
      assertThat(flat(session, ours.tree(), "/exports/share"))
          .isEqualTo(flat(session, theirs.tree(), place.source.toString()));
    }
    assertThat(place.restic("check", "--read-data")).contains("no errors were found");
  }

  @Test
  void theTargetOfALinkIsStoredInItsBytesWhateverTheyAre() throws Exception {
    ByteString target = ByteString.of(new byte[] {'/', 'a', (byte) 0xff, (byte) 0xc3, 'b'});
    Files.createSymbolicLink(
        place.source.resolve("link"),
        RawPath.root(Path.of("/"))
            .entry(ByteString.of(Arrays.copyOfRange(target.toByteArray(), 1, 5)))
            .path());

    Snapshot ours = place.backUp(Optional.empty()).snapshot();

    try (BackupSession session = place.session()) {
      Node share = nodes(session, directory(session, ours.tree(), "/exports/share")).getFirst();
      assertThat(share.body()).isEqualTo(new NodeBody.Symlink(target));
    }
  }

  @SeededTest(fixed = 2)
  void anUnchangedTreeIsNotReadAgainAndItsTreeStaysTheSame(long seed) throws Exception {
    new RandomTree(seed, place).fill();
    FilesFixture.Outcome first = place.backUp(Optional.empty());

    FilesFixture.Outcome second = place.backUp(Optional.of(first.snapshot()));

    assertThat(second.capture().bytesRead()).isZero();
    assertThat(second.capture().sizeBytes()).isEqualTo(first.capture().sizeBytes());
    assertThat(second.snapshot().tree()).isEqualTo(first.snapshot().tree());
  }

  @SeededTest(fixed = 10)
  void patternsLeaveOutWhatResticLeavesOut(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 150; i++) {
      int depth = 1 + random.nextInt(5);
      StringBuilder name = new StringBuilder();
      for (int d = 0; d < depth; d++) {
        name.append(d == 0 ? "" : "/").append(component(random)).append(d + 1 < depth ? ".d" : "");
      }
      place.file(name.toString(), new byte[] {1});
    }
    place.file("kept", new byte[] {1});
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      patterns.add(pattern(random));
    }

    patterns.add("!/kept");

    Snapshot ours = place.backUp(place.order(List.of(), patterns), Optional.empty()).snapshot();
    List<String> command =
        new ArrayList<>(List.of("backup", "--host", "restic", place.source.toString()));
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      String path = negated ? pattern.substring(1) : pattern;
      command.add(
          "--exclude="
              + (negated ? "!" : "")
              + (path.startsWith("/") ? place.source + belowTheRoot(path) : path));
    }
    place.restic(command.toArray(String[]::new));
    Snapshot theirs = place.repository().snapshots().list().getLast();

    try (BackupSession session = place.session()) {
      assertThat(flat(session, ours.tree(), "/exports/share").keySet())
          .as("seed %d, patterns %s", seed, patterns)
          .isEqualTo(flat(session, theirs.tree(), place.source.toString()).keySet());
    }
  }

  /**
   * What a policy names is always stored itself; for restic this pattern would leave it out too.
   */
  private static String belowTheRoot(String pattern) {
    return pattern.equals("/**") || pattern.equals("/**/") ? "/*" : pattern;
  }

  private static String component(Random random) {
    return ""
        + (char) ('a' + random.nextInt(3))
        + (random.nextBoolean() ? "" : (char) ('x' + random.nextInt(2)));
  }

  private static String pattern(Random random) {
    String[] pieces = {
      "*", "**", "a*", "?", "??", "[ab]", "[^a]x", "[a-b]*", "a.d", "b.d", "*.d", "ax", "c", "\\a",
      "*x"
    };
    StringBuilder pattern = new StringBuilder(random.nextInt(4) == 0 ? "!" : "");
    int count = 1 + random.nextInt(3);
    // Longer ones would match, for restic, across the directory that holds the tree.
    boolean anchored = count > 1 || random.nextInt(3) == 0;
    for (int i = 0; i < count; i++) {
      String piece = pieces[(count == 1 && !anchored ? 2 : 0) + random.nextInt(pieces.length - 2)];
      pattern.append(i > 0 || anchored ? "/" : "").append(piece);
    }
    return pattern.append(random.nextInt(8) == 0 ? "/" : "").toString();
  }

  /** Nodes by path below a directory of a snapshot; what can't be equal is taken out. */
  private static Map<String, Node> flat(BackupSession session, BlobId root, String below) {
    Map<String, Node> found = new TreeMap<>();
    collect(session, directory(session, root, below), "", found);
    return found;
  }

  private static BlobId directory(BackupSession session, BlobId root, String below) {
    BlobId tree = root;
    for (String name : Arrays.asList(below.substring(1).split("/", -1))) {
      Node node =
          nodes(session, tree).stream()
              .filter(n -> n.name().toString().equals(name))
              .findFirst()
              .orElseThrow();
      tree = ((NodeBody.Directory) node.body()).subtree();
    }
    return tree;
  }

  private static void collect(
      BackupSession session, BlobId tree, String prefix, Map<String, Node> found) {
    for (Node node : nodes(session, tree)) {
      String path = prefix + "/" + Arrays.toString(node.name().toByteArray());
      if (node.body() instanceof NodeBody.Directory(BlobId subtree)) {
        collect(session, subtree, path, found);
        found.put(path, new Node(node.name(), node.metadata(), new NodeBody.Fifo()));
      } else if (node.body() instanceof NodeBody.File(long size, _) && size > 200_000) {
        found.put(
            path, new Node(node.name(), node.metadata(), new NodeBody.Unknown("file " + size)));
      } else if (node.body() instanceof NodeBody.Symlink(var target)) {
        NodeBody text = new NodeBody.Unknown("link " + targetText(target.toByteArray()));
        found.put(path, new Node(node.name(), node.metadata(), text));
      } else if (node.body() instanceof NodeBody.Fifo) {
        Metadata m = node.metadata();
        Metadata.Identity id =
            new Metadata.Identity(m.identity().inode(), m.identity().device(), 0);
        found.put(
            path,
            new Node(
                node.name(),
                new Metadata(m.mode(), m.times(), m.owner(), id, m.extendedAttributes()),
                node.body()));
      } else {
        found.put(path, node);
      }
    }
  }

  /**
   * Characters of a link's target, each byte that is not UTF-8 as one U+FFFD. That is all that
   * restic keeps of such bytes before its version 0.16; later ones read them from the field {@code
   * linktarget_raw}, which we write. Targets in UTF-8 are compared to the byte.
   */
  private static String targetText(byte[] target) {
    return Arrays.toString(RawPath.characters(target));
  }

  private static List<Node> nodes(BackupSession session, BlobId tree) {
    List<Node> nodes = new ArrayList<>();
    new TreeEntries(tree, session.findTree(tree).orElseThrow()).forEachRemaining(nodes::add);
    return nodes;
  }

  private static String described(Path root) throws Exception {
    Map<Long, String> firstNames = new TreeMap<>();
    try (LinuxCalls calls = LinuxCalls.load();
        var walk = Files.walk(root)) {
      return walk.sorted(Comparator.comparing(p -> RawPath.root(p).bytes()))
          .map(path -> describe(root, path, calls, firstNames))
          .collect(Collectors.joining("\n"));
    }
  }

  private static void mustBeReadable(String attribute, String cause) {
    throw new AssertionError(attribute + ": " + cause);
  }

  private static String describe(
      Path root, Path path, LinuxCalls calls, Map<Long, String> firstNames) {
    try {
      FileFacts facts = FileFacts.of(path);
      RawPath raw = RawPath.root(path);
      String name =
          Arrays.toString(raw.bytes().toByteArray())
              .substring(Arrays.toString(RawPath.root(root).bytes().toByteArray()).length() - 1);
      String content = "";
      if (facts.isRegularFile()) {
        content =
            ""
                + facts.size()
                + Arrays.hashCode(Files.readAllBytes(path))
                + firstNames.computeIfAbsent(facts.ids().inode(), _ -> name);
      } else if (facts.isSymbolicLink()) {
        content = targetText(calls.linkTarget(raw.bytes().toByteArray()));
      } else if (facts.isBlockDevice() || facts.isCharacterDevice()) {
        content = "" + facts.ids().representedDevice();
      }
      boolean link = facts.isSymbolicLink();
      return "%s %o %s %d %d %s %s"
          .formatted(
              name,
              facts.mode(),
              link ? "" : facts.modified(),
              facts.ids().uid(),
              facts.ids().gid(),
              content,
              calls.attributes(raw.bytes().toByteArray(), FilesSourceIT::mustBeReadable));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
