package dev.salvaguarda.repository.model;

/** Names one blob: the same content may exist as data and as tree, and these are two blobs. */
public record BlobHandle(BlobType type, BlobId id) {
  @Override
  public String toString() {
    return type.wireName() + "/" + id;
  }
}
