package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.tar.MemberKind;
import dev.salvaguarda.agent.tar.TarMember;
import dev.salvaguarda.agent.tar.TarReader;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.StoredFile;
import dev.salvaguarda.repository.write.StreamRequest;
import dev.salvaguarda.repository.write.StreamWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Takes a container's archive apart while it comes: each file by itself, and everything else as one
 * stream beside them. For one thread.
 */
final class ContainerCopy implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final CaptureContext context;
  private final BackupSession session;
  private final ContainerLayout layout = new ContainerLayout();
  private final MemberTree tree;
  private final StreamWriter headers;
  private final List<Node> entries = new ArrayList<>();
  private final MessageDigest sum = sha256();
  private long members;
  private long contentBytes;
  private long namesUnknown;

  ContainerCopy(CaptureContext context) {
    this.context = context;
    this.session = context.session();
    this.tree = new MemberTree(session, ContainerLayout.ROOT);
    this.headers =
        session.newStream(
            new StreamRequest(ContainerLayout.CHUNKS, false, -1, Zstandard.DEFAULT_LEVEL));
  }

  /**
   * Reads an archive to its end.
   *
   * @throws IOException if it is none, or not whole; what was stored of it is worthless
   */
  void read(InputStream archive) throws IOException {
    InputStream in = new DigestInputStream(new BufferedInputStream(archive, BUFFER), sum);
    TarReader.of(in, headers, ContainerLayout.LIMITS).readAll(this::take);
    Node root = tree.store();
    entries.add(root);
  }

  /** Content of all files, without holes. */
  long contentBytes() {
    return contentBytes;
  }

  /** Whether the configuration of the container came, where a restore looks for it. */
  boolean hasConfig() {
    return entries.stream().anyMatch(one -> one.name().toString().equals(GuestConfig.OF_CONTAINER));
  }

  /** How many members have access lists that only the archive has. */
  long namesUnknown() {
    return namesUnknown;
  }

  private void take(TarMember member, InputStream content) throws IOException {
    members++;
    namesUnknown += member.namesUnknown() ? 1 : 0;
    Optional<String> ofHost = layout.ofHost(member);
    if (ofHost.isPresent()) {
      entries.removeIf(same -> same.name().toString().equals(ofHost.get()));
      entries.add(DriveTree.file(ofHost.get(), stored(member, content)));
    } else if (member.kind() == MemberKind.HARD_LINK) {
      tree.addLink(member.path(), member.linked());
    } else {
      tree.add(member.path(), node(member, content));
    }
  }

  private NodeBody.File stored(TarMember member, InputStream content) throws IOException {
    StoredFile stored =
        session.storeFile(content, StreamRequest.file(ContainerLayout.CHUNKS, member.size()));
    contentBytes += member.data().stored();
    context.board().read(member.data().stored());
    return stored.toBody();
  }

  private Node node(TarMember member, InputStream content) throws IOException {
    NodeBody body =
        switch (member.kind()) {
          case FILE, HARD_LINK -> stored(member, content);
          case DIRECTORY -> new NodeBody.Directory(SpilledNode.NO_TREE);
          case SYMBOLIC_LINK -> new NodeBody.Symlink(member.link());
          case CHARACTER_DEVICE -> new NodeBody.Device(true, member.device());
          case BLOCK_DEVICE -> new NodeBody.Device(false, member.device());
          case PIPE -> new NodeBody.Fifo();
        };
    TarMember.Owner owner = member.owner();
    Metadata metadata =
        new Metadata(
            FileMode.ofUnix(member.kind().modeBits() | member.permissions()),
            // As restic: were the last access stored, reading a file would change its directory.
            new Metadata.Times(
                member.times().modified(), member.times().modified(), member.times().changed()),
            new Metadata.Owner(owner.uid(), owner.gid(), owner.user(), owner.group()),
            Metadata.Identity.UNKNOWN,
            member.attributes());
    return new Node(
        member.path().isRoot()
            ? ByteString.of(ContainerLayout.ROOT)
            : member.path().names().getLast(),
        metadata,
        body);
  }

  /** Stores the guest's directory around its tree. */
  BlobId store(Consistency consistency) {
    StoredFile rest = headers.finish();
    entries.add(DriveTree.file(ContainerLayout.HEADERS, rest.toBody()));
    ContainerFacts facts =
        ContainerFacts.of(
            rest.size() + contentBytes,
            HexFormat.of().formatHex(sum.digest()),
            members,
            consistency);
    entries.add(GuestFile.ofFacts(session, ContainerFacts.FILE, facts));
    entries.sort(Comparator.comparing(Node::name));
    return session.storeTree(entries);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    headers.close();
    tree.close();
  }
}
