package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.tar.MemberPath;
import dev.salvaguarda.agent.tar.TarException;
import dev.salvaguarda.agent.tar.TarMember;
import dev.salvaguarda.agent.tar.TarReader;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the archive of a container together again, byte for byte, from what is stored of it. In
 * memory are the entries of the directories on the way to one file, and some headers. For one
 * thread, once.
 */
public final class TarRebuild {
  private static final int BUFFER = 64 << 10;

  /** More than any configuration has. */
  private static final int LARGEST_CONFIG = 1 << 20;

  private final RepositoryReader reader;
  private final Map<ByteString, NodeBody> guest;
  private final ContainerLayout layout = new ContainerLayout();
  private final List<Loaded> way = new ArrayList<>();

  /** What is known of a directory that files were taken from. */
  private record Loaded(ByteString name, Map<ByteString, NodeBody> entries) {}

  /**
   * An archive that was stored.
   *
   * @param guest the directory of the guest
   */
  public TarRebuild(RepositoryReader reader, BlobId guest) {
    this.reader = reader;
    this.guest = entries(guest);
  }

  /**
   * Writes the archive.
   *
   * @throws IOException what the stream throws
   * @throws RepositoryException what the repository answers; {@code CORRUPT} if what came of it is
   *     not the archive that was stored
   */
  public void write(OutputStream archive) throws IOException {
    write(archive, (_, _, content) -> content.write());
    archive.flush();
  }

  /**
   * Writes an archive of the same files and of another configuration, which comes last, when all
   * before it is known to be what was stored: a part of this archive has none.
   *
   * @param config takes the place of the files that vzdump put before those of the container, by
   *     their names there
   * @throws IOException what the stream throws
   * @throws RepositoryException what the repository answers; {@code CORRUPT} if what came of it is
   *     not the archive that was stored
   */
  public void write(OutputStream archive, Map<String, byte[]> config) throws IOException {
    ConfiguredTar configured = new ConfiguredTar(archive);
    write(configured, configured::member);
    for (Map.Entry<String, byte[]> file : config.entrySet()) {
      configured.add(ContainerLayout.FOLDER_OF_THE_HOST + file.getKey(), file.getValue());
    }
    configured.finish();
  }

  /**
   * Reads a file that vzdump put before those of the container.
   *
   * @return its content; empty if there was none
   */
  public Optional<byte[]> configFile(String name) throws IOException {
    if (!(guest.get(ByteString.of(name)) instanceof NodeBody.File file)) {
      return Optional.empty();
    }
    try (InputStream in = open(file)) {
      return Optional.of(in.readNBytes(LARGEST_CONFIG));
    }
  }

  private void write(OutputStream archive, PendingMembers.Sink sink) throws IOException {
    ContainerFacts facts;
    try (InputStream in = open(file(ContainerFacts.FILE))) {
      facts = ContainerFacts.parse(in.readAllBytes());
    }
    DigestOutputStream out = new DigestOutputStream(archive, sha256());
    PendingMembers members = new PendingMembers(reader, out, sink);
    try (InputStream rest = new BufferedInputStream(open(file(ContainerLayout.HEADERS)), BUFFER)) {
      TarReader.ofRest(rest, members.headers(), ContainerLayout.LIMITS)
          .readAll((member, _) -> {
            // Asked for each of them, since what it says depends on which came before.
            Optional<String> ofHost = layout.ofHost(member);
            members.add(ofHost.isPresent(), member.data(), content(member, ofHost));
          });
      members.flush();
    } catch (TarException e) {
      throw notWhatItWas(String.valueOf(e.getMessage()));
    }
    if (!HexFormat.of().formatHex(out.getMessageDigest().digest()).equals(facts.sha256())) {
      throw notWhatItWas("Its SHA-256 is another.");
    }
  }

  private BlobIds content(TarMember member, Optional<String> ofHost) {
    return member.data().stored() == 0
        ? BlobIds.empty()
        : ofHost.map(this::file).orElseGet(() -> file(member.path())).content();
  }

  private InputStream open(NodeBody.File file) {
    return reader.open(file.content());
  }

  private NodeBody.File file(String name) {
    return file(guest, ByteString.of(name));
  }

  private NodeBody.File file(MemberPath path) {
    List<ByteString> names = path.names();
    if (names.isEmpty()) {
      throw notWhatItWas("Its root is a file.");
    }
    return file(directory(names.subList(0, names.size() - 1)), names.getLast());
  }

  private Map<ByteString, NodeBody> directory(List<ByteString> names) {
    int same = 0;
    while (same < names.size()
        && same < way.size() - 1
        && way.get(same + 1).name().equals(names.get(same))) {
      same++;
    }
    if (way.isEmpty()) {
      ByteString root = ByteString.of(ContainerLayout.ROOT);
      way.add(new Loaded(root, entries(subtree(guest, root))));
    }
    while (way.size() > same + 1) {
      Loaded _ = way.removeLast();
    }
    for (ByteString name : names.subList(same, names.size())) {
      way.add(new Loaded(name, entries(subtree(way.getLast().entries(), name))));
    }
    return way.getLast().entries();
  }

  private Map<ByteString, NodeBody> entries(BlobId tree) {
    Map<ByteString, NodeBody> entries = new HashMap<>();
    for (Iterator<Node> nodes = reader.readTree(tree); nodes.hasNext(); ) {
      Node node = nodes.next();
      entries.put(node.name(), node.body());
    }
    return entries;
  }

  private static NodeBody.File file(Map<ByteString, NodeBody> entries, ByteString name) {
    if (entries.get(name) instanceof NodeBody.File file) {
      return file;
    }
    throw notWhatItWas("The file %s is missing.".formatted(name));
  }

  private static BlobId subtree(Map<ByteString, NodeBody> entries, ByteString name) {
    if (entries.get(name) instanceof NodeBody.Directory(BlobId subtree)) {
      return subtree;
    }
    throw notWhatItWas("The directory %s is missing.".formatted(name));
  }

  static RepositoryException notWhatItWas(String why) {
    return new RepositoryException(
        Reason.CORRUPT, "The archive of a container is not what was stored. " + why);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
