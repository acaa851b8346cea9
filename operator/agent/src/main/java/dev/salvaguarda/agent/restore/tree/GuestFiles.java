package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.agent.guest.GuestFacts;
import dev.salvaguarda.agent.restore.guest.DiffersException;
import dev.salvaguarda.agent.restore.guest.StoredDrive;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.RestoreInto.Directory;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.BlobContent;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A guest as files that tools for disks take: an image of each drive, with holes where it is zero,
 * and its configuration, in a directory that is called after its number.
 */
final class GuestFiles {
  private static final String IMAGE = ".raw";
  private static final int PERMISSIONS = 0700;

  private final TreeSink sink;
  private final TreeFaults faults;
  private final TreeSelection selection;
  private final SoughtPaths sought;
  private final RestoreContext context;
  private final Stored.Guest guest;
  private final Instant time;
  private long bytes;
  private int files;

  GuestFiles(
      Stored.Guest guest,
      TreeSink sink,
      TreeFaults faults,
      TreeSelection selection,
      SoughtPaths sought,
      RestoreContext context) {
    this.guest = guest;
    this.sink = sink;
    this.faults = faults;
    this.selection = selection;
    this.sought = sought;
    this.context = context;
    this.time = Instant.parse(guest.facts().created());
  }

  /** Bytes of drives that are where they belong. */
  long bytes() {
    return bytes;
  }

  /** Files that are where they belong. */
  int files() {
    return files;
  }

  /** The directory of the guest, relative to that of the order. */
  String place(Directory into) {
    return into.subPath().isEmpty() ? folderName() : into.subPath() + "/" + folderName();
  }

  /** Takes the configuration files, which were read before anything was made. */
  void copy(List<VmaConfig> configs) {
    Node folder = folder();
    TreePath path = TreePath.ROOT.entry(folder.name());
    sink.enter(new TreeEvent.Enter(folder, path));
    for (VmaConfig config : configs) {
      byte[] content = config.data().toByteArray();
      TreeEvent.File file = file(config.name(), content.length);
      if (isWanted(file)) {
        sink.begin(file);
        sink.write(content, 0, content.length);
        files += sink.end(file, true) ? 1 : 0;
      }
    }
    for (GuestFacts.Drive drive : guest.facts().drives()) {
      TreeEvent.File file = file(drive.name() + IMAGE, drive.size());
      if (isWanted(file)) {
        copy(drive, file);
      }
    }
    sink.leave(new TreeEvent.Leave(folder, path));
    for (TreePath missing : sought.missing()) {
      faults.add(
          FailureReason.SOURCE_NOT_FOUND,
          "%s is included, but is not in the copy.".formatted(missing));
    }
  }

  private void copy(GuestFacts.Drive drive, TreeEvent.File file) {
    sink.begin(file);
    boolean whole = false;
    try (StoredDrive blocks = StoredDrive.open(guest, drive, context.reader())) {
      for (Optional<BlobContent> next = blocks.next(); next.isPresent(); next = blocks.next()) {
        context.requireNotCancelled();
        BlobContent block = next.get();
        context.board().read(block.length());
        sink.write(block.array(), block.offset(), block.length());
      }
      whole = true;
    } catch (DiffersException e) {
      faults.add(FailureReason.RESTORE_DIFFERS, String.valueOf(e.getMessage()));
    } catch (RepositoryException e) {
      if (e.reason() != Reason.CORRUPT && e.reason() != Reason.OBJECT_MISSING) {
        throw e;
      }
      Failure failure = RepositoryFailures.of(e);
      faults.add(
          failure.reason(), "%s can't be restored: %s".formatted(file.path(), failure.message()));
    }
    if (sink.end(file, whole)) {
      files++;
      bytes += drive.size();
    }
  }

  private boolean isWanted(TreeEvent.File file) {
    sought.see(file);
    return selection.below(file.node(), file.path()).isPresent();
  }

  private String folderName() {
    String target = guest.wanted().target();
    return target.substring(target.lastIndexOf('/') + 1);
  }

  private Node folder() {
    return new Node(
        ByteString.of(folderName()),
        DumpFiles.metadata(FileMode.directory(PERMISSIONS), time),
        new NodeBody.Directory(guest.tree()));
  }

  /** Paths are relative to the directory of the guest, as in a tree. */
  private TreeEvent.File file(String name, long size) {
    return DumpFiles.file(name, new NodeBody.File(size, BlobIds.empty()), time);
  }
}
