package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.StagedFile;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.List;

/** A complete pack in the scratch directory. */
record SpooledPack(FileId id, StagedFile file, List<PackedBlob> blobs) {
  SpooledPack {
    blobs = List.copyOf(blobs);
  }
}
