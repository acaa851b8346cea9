package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;

/** In which pack a blob lies, and where in it. */
public record BlobLocation(FileId pack, PackedBlob blob) {}
