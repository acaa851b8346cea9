package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.GuestFacts;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.vma.ClusterSink;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.agent.vma.VmaDrive;
import dev.salvaguarda.agent.vma.VmaHeader;
import dev.salvaguarda.agent.vma.VmaWriter;
import dev.salvaguarda.repository.read.BlobContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored guest as the archive that Proxmox restores, made while it is read: drive after drive,
 * each from its beginning. It takes the memory of one extent, whatever the size of the guest.
 *
 * <p>Read to its end, each drive is known to be what was recorded when it was copied. A reader that
 * gets an exception instead has a part of an archive, which no restore takes for a whole one.
 */
final class GuestArchive extends InputStream {
  private final Stored.Guest guest;
  private final RestoreContext context;
  private final Extents extents = new Extents();
  private final VmaWriter writer;
  private final Iterator<VmaDrive> drives;
  private final Iterator<GuestFacts.Drive> facts;
  private @Nullable VmaDrive drive;
  private @Nullable StoredDrive stored;
  private long cluster;
  private boolean complete;

  /**
   * Begins with the header.
   *
   * @param configs the archive's own files, which need not be those of the copy
   */
  GuestArchive(Stored.Guest guest, List<VmaConfig> configs, RestoreContext context)
      throws IOException {
    this.guest = guest;
    this.context = context;
    VmaHeader header = guest.facts().header(configs);
    this.writer = new VmaWriter(extents, header);
    this.drives = header.drives().iterator();
    this.facts = guest.facts().drives().iterator();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (extents.isEmpty() && !complete) {
      context.requireNotCancelled();
      step();
    }
    return extents.isEmpty() ? -1 : extents.take(buffer, offset, length);
  }

  private void step() throws IOException {
    if (stored == null) {
      if (!drives.hasNext()) {
        writer.close();
        complete = true;
        return;
      }
      drive = drives.next();
      stored = StoredDrive.open(guest, facts.next(), context.reader());
      cluster = 0;
    }
    Optional<BlobContent> block = stored.next();
    if (block.isPresent() && drive != null) {
      write(drive, block.get());
    } else {
      stored.close();
      stored = null;
    }
  }

  private void write(VmaDrive to, BlobContent block) throws IOException {
    for (int at = 0; at < block.length(); at += ClusterSink.CLUSTER_BYTES) {
      int from = block.offset() + at;
      byte[] piece = Arrays.copyOfRange(block.array(), from, from + to.length(cluster));
      writer.write(to, cluster, piece);
      cluster++;
    }
    context.board().read(block.length());
  }

  @Override
  public void close() {
    if (stored != null) {
      stored.close();
    }
  }

  /** What was written and not read yet. */
  private static final class Extents extends ByteArrayOutputStream {
    private int taken;

    boolean isEmpty() {
      return taken == count;
    }

    int take(byte[] into, int offset, int length) {
      int part = Math.min(length, count - taken);
      System.arraycopy(buf, taken, into, offset, part);
      taken += part;
      if (isEmpty()) {
        reset();
        taken = 0;
      }
      return part;
    }
  }
}
