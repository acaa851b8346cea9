package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.nio.file.Path;
import java.util.List;

/** A complete pack in the scratch directory. */
record SpooledPack(FileId id, Path file, long length, List<PackedBlob> blobs) {
  SpooledPack {
    blobs = List.copyOf(blobs);
  }
}
