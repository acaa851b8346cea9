package dev.salvaguarda.repository.crypto;

/** Poly1305 of whole messages: RFC 8439, section 2.5. */
interface Poly1305 {
  int KEY_LENGTH = 32;
  int TAG_LENGTH = 16;

  /**
   * Writes the tag of a message into {@code out}.
   *
   * @param key 16 bytes of r, of which bits that must be zero are passed over, and 16 of the pad
   *     that is added in the end; for this message only
   */
  void tag(byte[] key, byte[] message, int offset, int length, byte[] out, int outOffset);
}
