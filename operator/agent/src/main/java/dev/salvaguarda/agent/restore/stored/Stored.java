package dev.salvaguarda.agent.restore.stored;

import dev.salvaguarda.agent.guest.ContainerFacts;
import dev.salvaguarda.agent.guest.GuestFacts;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.text.ShortId;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a snapshot holds. */
public sealed interface Stored {
  /** What was asked for. */
  Wanted wanted();

  /** Bytes of the content; 0 where that is not known. */
  long sizeBytes();

  /**
   * The dump of a database, or of a server's roles.
   *
   * @param name of the dump's file
   * @param time the instant that it speaks of
   * @param body its content
   * @param creation statements that make the database before the dump is loaded; empty if there is
   *     no such file beside it
   * @param kind what its first lines say; looked at only where nothing makes a database
   */
  record Dump(
      Wanted wanted,
      String name,
      Instant time,
      NodeBody.File body,
      Optional<NodeBody.File> creation,
      Optional<DumpHeader.Kind> kind)
      implements Stored {
    @Override
    public long sizeBytes() {
      return body.size();
    }

    /** Damage is found again, and told, when it is restored. */
    private Dump lookedAt(RepositoryReader reader) {
      try (InputStream in = reader.open(body.content())) {
        DumpHeader header = DumpHeader.of(in.readNBytes(DumpHeader.HEAD_BYTES));
        return new Dump(wanted, name, time, body, creation, header.kind());
      } catch (RepositoryException | IOException e) {
        return this;
      }
    }
  }

  /**
   * A file tree.
   *
   * @param tree its entries
   * @param root metadata of its root; empty if the snapshot has none
   * @param recorded path of the one file whose SHA-256 was recorded when it was copied, as that of
   *     a program's output is; empty if there is none
   */
  record Tree(
      Wanted wanted,
      BlobId tree,
      Optional<Metadata> root,
      long sizeBytes,
      Optional<String> recorded)
      implements Stored {}

  /**
   * A guest of a host.
   *
   * @param tree the directory that holds its configuration and its drives
   * @param facts what was recorded of them
   */
  record Guest(Wanted wanted, BlobId tree, GuestFacts facts) implements Stored {
    @Override
    public long sizeBytes() {
      return facts.size();
    }
  }

  /**
   * A container of a host.
   *
   * @param files the directory that holds its configuration, its files and the rest of its archive
   * @param facts what was recorded of the archive
   */
  record Container(Tree files, ContainerFacts facts) implements Stored {
    @Override
    public Wanted wanted() {
      return files.wanted();
    }

    @Override
    public long sizeBytes() {
      return facts.size();
    }
  }

  /**
   * Finds what was asked for.
   *
   * @throws SourceException if there is no such snapshot
   * @throws RepositoryException if it can't be read
   */
  static Stored find(Wanted wanted, Repository repository, RepositoryReader reader)
      throws SourceException {
    Snapshot snapshot = load(wanted, repository);
    List<ByteString> path =
        snapshot.paths().size() == 1 ? names(snapshot.paths().getFirst()) : List.of();
    BlobId tree = snapshot.tree();
    Optional<Metadata> root = Optional.empty();
    Optional<String> recorded = Optional.empty();
    for (int i = 0; i < path.size(); i++) {
      Optional<Node> next = reader.entry(tree, path.get(i));
      if (next.isEmpty()) {
        break;
      }
      if (next.get().body() instanceof NodeBody.File file && isDump(path)) {
        ByteString name = next.get().name();
        Dump dump =
            new Dump(
                wanted,
                name.toString(),
                snapshot.time(),
                file,
                creation(name, tree, reader),
                Optional.empty());
        return dump.creation().isPresent() ? dump : dump.lookedAt(reader);
      }
      if (!(next.get().body() instanceof NodeBody.Directory(BlobId below))) {
        recorded = Optional.of(next.get().name().toString()).filter(_ -> wanted.sha256() != null);
        break;
      }
      tree = below;
      root = Optional.of(next.get().metadata());
    }
    if (ProxmoxOrder.isTarget(wanted.target())) {
      Optional<Node> facts = reader.entry(tree, ByteString.of(GuestFacts.FILE));
      if (facts.isPresent() && facts.get().body() instanceof NodeBody.File file) {
        return new Guest(
            wanted,
            tree,
            parsed(
                wanted,
                GuestFacts.FILE,
                file,
                reader,
                in -> GuestFacts.parse(in.readNBytes(GuestFacts.LARGEST))));
      }
    }
    long size = snapshot.summary().map(SnapshotSummary::totalBytesProcessed).orElse(0L);
    Tree files = new Tree(wanted, tree, root, size, recorded);
    return ProxmoxOrder.isTarget(wanted.target()) ? container(files, reader) : files;
  }

  private static Stored container(Tree files, RepositoryReader reader) throws SourceException {
    Optional<Node> facts = reader.entry(files.tree(), ByteString.of(ContainerFacts.FILE));
    return facts.isPresent() && facts.get().body() instanceof NodeBody.File file
        ? new Container(
            files,
            parsed(
                files.wanted(),
                ContainerFacts.FILE,
                file,
                reader,
                in -> ContainerFacts.parse(in.readNBytes(ContainerFacts.LARGEST))))
        : files;
  }

  /** Reads what was recorded of a guest. */
  interface Parser<T> {
    /** Throws if it is not what a copy writes. */
    T parse(InputStream in) throws IOException;
  }

  private static <T> T parsed(
      Wanted wanted, String name, NodeBody.File file, RepositoryReader reader, Parser<T> parser)
      throws SourceException {
    try (InputStream in = reader.open(file.content())) {
      return parser.parse(in);
    } catch (IOException e) {
      throw SourceException.ofTarget(
          FailureReason.RESTORE_DIFFERS,
          "What %s says of %s is not what a copy of this version writes."
              .formatted(name, wanted.target()),
          e);
    }
  }

  private static boolean isDump(List<ByteString> path) {
    return path.size() == 1 && path.getFirst().toString().endsWith(".sql");
  }

  private static Optional<NodeBody.File> creation(
      ByteString dump, BlobId directory, RepositoryReader reader) {
    String name = dump.toString().replaceFirst("[.]sql$", "") + ".create.sql";
    return reader
        .entry(directory, ByteString.of(name))
        .map(Node::body)
        .filter(NodeBody.File.class::isInstance)
        .map(NodeBody.File.class::cast);
  }

  private static Snapshot load(Wanted wanted, Repository repository) throws SourceException {
    try {
      return repository.snapshots().load(FileId.parse(wanted.snapshotId()));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        throw SourceException.ofTarget(
            FailureReason.SNAPSHOT_MISSING,
            "The repository has no snapshot %s of %s."
                .formatted(ShortId.of(wanted.snapshotId()), wanted.target()),
            e);
      }
      throw e;
    } catch (IllegalArgumentException e) {
      throw SourceException.ofTarget(
          FailureReason.SNAPSHOT_MISSING,
          "%s is no id of a snapshot.".formatted(ShortId.of(wanted.snapshotId())),
          e);
    }
  }

  private static List<ByteString> names(String path) {
    return Stream.of(path.split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(ByteString::of)
        .toList();
  }
}
