package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.tar.MemberPath;
import dev.salvaguarda.agent.tar.SparseMap;
import dev.salvaguarda.agent.tar.TarException;
import dev.salvaguarda.agent.tar.TarMember;
import dev.salvaguarda.agent.tar.TarReader;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
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
 * memory are the entries of the directories on the way to one file. For one thread, once.
 */
public final class TarRebuild {
  private static final int BUFFER = 64 << 10;

  private final RepositoryReader reader;
  private final Map<ByteString, NodeBody> guest;
  private final ContainerLayout layout = new ContainerLayout();
  private final List<Loaded> way = new ArrayList<>();
  private final byte[] buffer = new byte[BUFFER];

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
    ContainerFacts facts;
    try (InputStream in = open(file(ContainerFacts.FILE))) {
      facts = ContainerFacts.parse(in.readAllBytes());
    }
    DigestOutputStream out = new DigestOutputStream(archive, sha256());
    try (InputStream rest = new BufferedInputStream(open(file(ContainerLayout.HEADERS)), BUFFER)) {
      TarReader.ofRest(rest, out, ContainerLayout.LIMITS)
          .readAll((member, _) -> write(member, out));
    } catch (TarException e) {
      throw notWhatItWas(String.valueOf(e.getMessage()));
    }
    out.flush();
    if (!HexFormat.of().formatHex(out.getMessageDigest().digest()).equals(facts.sha256())) {
      throw notWhatItWas("Its SHA-256 is another.");
    }
  }

  private void write(TarMember member, OutputStream out) throws IOException {
    // Asked for each of them, since what it says depends on which came before.
    Optional<String> ofHost = layout.ofHost(member);
    if (member.data().stored() == 0) {
      return;
    }
    NodeBody.File file = ofHost.map(this::file).orElseGet(() -> file(member.path()));
    SparseMap data = member.data();
    try (InputStream in = open(file)) {
      long at = 0;
      for (int piece = 0; piece < data.pieces(); piece++) {
        in.skipNBytes(data.offset(piece) - at);
        copy(in, data.length(piece), out);
        at = data.offset(piece) + data.length(piece);
      }
    }
  }

  private void copy(InputStream in, long length, OutputStream out) throws IOException {
    for (long left = length; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw notWhatItWas("A file is shorter.");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
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

  private static RepositoryException notWhatItWas(String why) {
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
