package dev.salvaguarda.agent.files;

import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file tree that is mounted into the pod: one target, named by the path under which it is stored.
 *
 * <p>Every kind of file but sockets is copied with all its metadata. Entries that can't be read,
 * and files that change meanwhile, are shortfalls of the copy, not its end.
 */
public final class FilesSource implements Source {
  private final FilesOrder order;
  private final FileOpener opener;
  private final PathPatterns excludes;
  private final PathPatterns mayGrow;

  /**
   * A source of this tree, which is not looked at yet.
   *
   * @throws SourceException if a pattern is malformed
   */
  public FilesSource(FilesOrder order) throws SourceException {
    this(order, FileOpener.SYSTEM);
  }

  FilesSource(FilesOrder order, FileOpener opener) throws SourceException {
    this.order = order;
    this.opener = opener;
    this.excludes = patterns("exclude", order.exclude());
    this.mayGrow = patterns("tolerateGrowth", order.tolerateGrowth());
  }

  @Override
  public List<String> targets(Notes notes) throws SourceException {
    FileFacts _ = rootFacts();
    return List.of(order.storedAs());
  }

  @Override
  public Capture capture(String target, CaptureContext context)
      throws SourceException, InterruptedException {
    FileFacts facts = rootFacts();
    CopyFaults faults = new CopyFaults(target, context.notes());
    try (LinuxCalls system = LinuxCalls.load();
        LookAhead ahead = new LookAhead(excludes, faults);
        FileReaders readers =
            new FileReaders(context.session(), opener, mayGrow, faults, context.board())) {
      TreeScan scan =
          new TreeScan(
              context.session(),
              selection(),
              new MetadataReader(system, faults),
              ahead,
              readers,
              faults,
              context.cancellation());
      PendingDirectory root = scan.run(facts, previousTree(context.session(), context.previous()));
      List<Failure> shortfalls = new ArrayList<>(faults.shortfalls());
      requireContent(scan, context.previous(), shortfalls);
      return new Capture(
          placed(context.session(), root.storeTop(), root.metadata()),
          List.of(order.storedAs()),
          scan.sizeBytes(),
          readers.bytesRead(),
          Optional.empty(),
          Consistency.CRASH,
          true,
          shortfalls);
    }
  }

  private Selection selection() {
    return new Selection(
        RawPath.root(Path.of(order.root())),
        Includes.of(order.include()),
        excludes,
        order.oneFileSystem(),
        order.copySystemFiles());
  }

  private static PathPatterns patterns(String field, List<String> patterns) throws SourceException {
    try {
      return new PathPatterns(patterns);
    } catch (IllegalArgumentException e) {
      throw SourceException.ofSource(
          FailureReason.INVALID_WORK_ORDER, "Of files.%s, %s.".formatted(field, e.getMessage()), e);
    }
  }

  private FileFacts rootFacts() throws SourceException {
    Path root = Path.of(order.root());
    try {
      FileFacts facts = FileFacts.of(root.toRealPath());
      if (facts.isDirectory()) {
        try (DirectoryStream<Path> _ = Files.newDirectoryStream(root)) {
          return facts;
        }
      }
    } catch (AccessDeniedException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The root of %s may not be read by the pod's user; see runTemplate.securityContext."
              .formatted(order.storedAs()),
          e);
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_NOT_FOUND,
          "The root of %s can't be looked at in the pod.".formatted(order.storedAs()),
          e);
    }
    throw SourceException.ofSource(
        FailureReason.SOURCE_NOT_FOUND,
        "The root of %s is not a directory.".formatted(order.storedAs()));
  }

  /**
   * A tree without content is what a volume looks like that was not mounted, or was wiped. Of one
   * that has no entry at all there is nothing to keep.
   */
  private void requireContent(TreeScan scan, Optional<Snapshot> previous, List<Failure> shortfalls)
      throws SourceException {
    if (order.allowEmpty() || scan.sizeBytes() > 0) {
      return;
    }
    long before =
        previous.flatMap(Snapshot::summary).map(SnapshotSummary::totalBytesProcessed).orElse(0L);
    if (scan.entries() == 0) {
      String why =
          (shortfalls.isEmpty() ? " after the includes and excludes; " : "; ") + cause(shortfalls);
      String had = before == 0 ? "" : "; the last good copy has %d bytes".formatted(before);
      throw SourceException.ofTarget(
          FailureReason.SOURCE_EMPTY,
          "Nothing is left of %s%s%s.".formatted(order.storedAs(), why, had));
    }
    String cause = cause(shortfalls);
    // First, so that the copy is not what later ones are compared with.
    shortfalls.addFirst(
        new Failure(
            before == 0 ? FailureReason.SOURCE_EMPTY : FailureReason.GUARD_MAX_SHRINK,
            "%s %s: 0 bytes in %d entries; the copy was kept; %s."
                .formatted(
                    order.storedAs(),
                    before == 0
                        ? "holds no content"
                        : "shrank from %d bytes to nothing".formatted(before),
                    scan.entries(),
                    cause)));
  }

  /** To accept an empty tree is no advice where it is known why it is empty. */
  private static String cause(List<Failure> shortfalls) {
    return shortfalls.isEmpty()
        ? "files.allowEmpty would accept it"
        : shortfalls.getFirst().message().replaceFirst("[.]$", "");
  }

  private ParentTree previousTree(BackupSession session, Optional<Snapshot> previous) {
    if (previous.isEmpty()) {
      return ParentTree.none();
    }
    ParentTree tree = ParentTree.open(session, previous.get().tree());
    for (ByteString name : components()) {
      tree = ParentTree.below(session, tree.find(name));
    }
    return tree;
  }

  /** Puts the tree where it stands in snapshots, in directories that exist only there. */
  private BlobId placed(BackupSession session, BlobId tree, Metadata root) {
    Metadata around = Metadata.plain(FileMode.directory(0755), root.times().modified());
    BlobId placed = tree;
    Metadata metadata = root;
    for (ByteString name : components().reversed()) {
      Node node = new Node(name, metadata, new NodeBody.Directory(placed));
      placed = session.storeTree(List.of(node));
      metadata = around;
    }
    return placed;
  }

  private List<ByteString> components() {
    return Stream.of(order.storedAs().split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(ByteString::of)
        .toList();
  }
}
