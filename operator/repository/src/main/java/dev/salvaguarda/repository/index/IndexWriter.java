package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.file.FileSaver;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects stored packs into index files. A file is written whenever 50,000 blobs are together and
 * at {@link #flush()}; until then a crash leaves packs that no index names, which a later session
 * may adopt and prune removes.
 */
public final class IndexWriter {
  /** As restic: larger files cost memory, smaller ones requests. */
  private static final int MAX_BLOBS = 50_000;

  private final FileSaver files;
  private List<IndexFile.Pack> pending = new ArrayList<>();
  private int pendingBlobs;

  public IndexWriter(FileSaver files) {
    this.files = files;
  }

  /** Adds a pack that is durably stored. */
  public synchronized void add(FileId pack, List<PackedBlob> blobs) {
    pending.add(new IndexFile.Pack(pack, List.copyOf(blobs)));
    pendingBlobs += blobs.size();
    if (pendingBlobs >= MAX_BLOBS) {
      flush();
    }
  }

  /** Stores what is pending; afterwards every pack added is listed in a stored index file. */
  public synchronized void flush() {
    if (!pending.isEmpty()) {
      List<IndexFile.Pack> packs = pending;
      files.save(FileType.INDEX, out -> IndexFile.write(packs, out));
      pending = new ArrayList<>();
      pendingBlobs = 0;
    }
  }
}
