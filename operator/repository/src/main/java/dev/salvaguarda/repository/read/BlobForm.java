package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.pack.BlobOpener;
import dev.salvaguarda.repository.pack.PackedBlob;

/** In which form a blob is handed out. */
enum BlobForm {
  /** Content that has its hash. */
  OPEN {
    @Override
    int length(PackedBlob blob) {
      return blob.contentLength();
    }

    @Override
    void open(BlobOpener with, PackedBlob blob, byte[] sealed, int offset, byte[] out, int at) {
      with.open(blob, sealed, offset, out, at);
    }
  },

  /** What was sealed. */
  UNSEAL {
    @Override
    int length(PackedBlob blob) {
      return blob.unsealedLength();
    }

    @Override
    void open(BlobOpener with, PackedBlob blob, byte[] sealed, int offset, byte[] out, int at) {
      with.unseal(blob, sealed, offset, out, at);
    }
  };

  abstract int length(PackedBlob blob);

  abstract void open(
      BlobOpener with, PackedBlob blob, byte[] sealed, int offset, byte[] out, int at);
}
