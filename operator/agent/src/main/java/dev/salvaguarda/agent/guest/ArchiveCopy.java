package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.vma.ClusterSink;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.agent.vma.VmaDrive;
import dev.salvaguarda.agent.vma.VmaHeader;
import dev.salvaguarda.agent.vma.VmaReader;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.write.BlockWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes an archive apart while it comes: each drive by itself, block for block where it belongs,
 * since the order of blocks is another in every archive.
 */
final class ArchiveCopy implements AutoCloseable {
  /** One cluster of an archive, so that nothing has to wait for its neighbours. */
  static final int BLOCK_BYTES = ClusterSink.CLUSTER_BYTES;

  private final CaptureContext context;
  private final VmaHeader header;
  private final Map<String, BlockWriter> drives = new HashMap<>();
  private long bytesRead;

  private ArchiveCopy(CaptureContext context, VmaHeader header) {
    this.context = context;
    this.header = header;
  }

  /**
   * Reads an archive to its end.
   *
   * @throws IOException if it is none, or not whole; what was stored of it is worthless
   */
  static ArchiveCopy read(VmaReader archive, CaptureContext context) throws IOException {
    ArchiveCopy copy = new ArchiveCopy(context, archive.header());
    try {
      for (VmaDrive drive : archive.header().drives()) {
        copy.drives.put(drive.name(), context.session().newBlocks(BLOCK_BYTES));
      }
      archive.readAll(copy::take);
      return copy;
    } catch (IOException | RuntimeException | Error e) {
      copy.close();
      throw e;
    }
  }

  /** Content of the drives that came, without zeros. */
  long bytesRead() {
    return bytesRead;
  }

  private void take(VmaDrive drive, long number, byte[] content, int length, int stored) {
    BlockWriter blocks = blocksOf(drive);
    if (stored == 0 && length == BLOCK_BYTES) {
      blocks.putZeros(number);
    } else {
      blocks.put(number, content, length);
    }
    bytesRead += (long) stored * ClusterSink.BLOCK_BYTES;
    context.board().read(length);
  }

  private BlockWriter blocksOf(VmaDrive drive) {
    return Objects.requireNonNull(drives.get(drive.name()), drive.name());
  }

  /** Stores the guest's directory: its configuration, what is known of the archive, its drives. */
  BlobId store(Consistency consistency) {
    Map<String, DriveTree> trees = new HashMap<>();
    List<Node> entries = new ArrayList<>();
    for (VmaDrive drive : header.drives()) {
      DriveTree tree = DriveTree.store(context.session(), drive, blocksOf(drive), BLOCK_BYTES);
      trees.put(drive.name(), tree);
      entries.add(DriveTree.folder(drive.name(), tree.id()));
    }
    for (VmaConfig config : header.configs()) {
      entries.add(GuestFile.of(context.session(), config.name(), config.data().toByteArray()));
    }
    entries.add(
        GuestFile.ofFacts(
            context.session(),
            GuestFacts.FILE,
            GuestFacts.of(header, consistency, BLOCK_BYTES, trees)));
    entries.sort(Comparator.comparing(Node::name));
    return context.session().storeTree(entries);
  }

  @Override
  public void close() {
    drives.values().forEach(BlockWriter::close);
  }
}
