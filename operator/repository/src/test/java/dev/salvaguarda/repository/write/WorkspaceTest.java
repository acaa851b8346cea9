package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
  private static final int LENGTH = 64 << 10;

  private final Workspace workspace = new Workspace(CipherKey.generate(new SecureRandom()));
  private final byte[] text = new byte[LENGTH];
  private final byte[] noise = new byte[LENGTH];

  WorkspaceTest() {
    Arrays.fill(text, (byte) 'a');
    new Random(1).nextBytes(noise);
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private BlobId seal(byte[] content, int offset, int length) {
    BlobId id = workspace.idOf(content, offset, length);
    workspace.compressAndSeal(content, offset, length, Zstandard.FAST_LEVEL);
    return id;
  }

  @Test
  void contentThatWasSealedIsProven() {
    BlobId id = seal(text, 100, 5000);
    assertThat(workspace.plainLength()).isEqualTo(5000);
    assertThat(workspace.isProof(text, 100, 5000)).isTrue();
    assertThat(workspace.isProof(id)).isTrue();
  }

  @Test
  void contentThatCannotBeCompressedIsProven() {
    BlobId id = seal(noise, 100, 5000);
    assertThat(workspace.plainLength()).isZero();
    assertThat(workspace.isProof(noise, 100, 5000)).isTrue();
    assertThat(workspace.isProof(id)).isTrue();
  }

  @Test
  void aBitThatTurnedInWhatWasSealedIsFound() {
    for (byte[] content : new byte[][] {text, noise}) {
      BlobId id = seal(content, 0, LENGTH);
      workspace.sealed()[workspace.sealedLength() / 2] ^= 4;
      assertThat(workspace.isProof(content, 0, LENGTH)).isFalse();
      assertThat(workspace.isProof(id)).isFalse();
    }
  }

  @Test
  void aBitThatTurnedWhileItWasCompressedIsFound() {
    for (byte[] content : new byte[][] {text, noise}) {
      BlobId id = workspace.idOf(content, 0, LENGTH);
      content[LENGTH / 2] ^= 4;
      workspace.compressAndSeal(content, 0, LENGTH, Zstandard.FAST_LEVEL);
      content[LENGTH / 2] ^= 4;
      assertThat(workspace.isProof(content, 0, LENGTH)).isFalse();
      assertThat(workspace.isProof(id)).isFalse();
    }
  }

  @Test
  void aBitThatTurnedSinceTheContentWasNamedIsFound() {
    for (byte[] content : new byte[][] {text, noise}) {
      BlobId _ = workspace.idOf(content, 0, LENGTH);
      content[LENGTH / 2] ^= 4;
      workspace.compressAndSeal(content, 0, LENGTH, Zstandard.FAST_LEVEL);
      assertThat(workspace.isProof(content, 0, LENGTH)).isFalse();
    }
  }

  @Test
  void theProofLeavesTheContentAlone() {
    byte[] before = text.clone();
    BlobId _ = seal(text, 0, LENGTH);
    assertThat(workspace.isProof(text, 0, LENGTH)).isTrue();
    assertThat(text).isEqualTo(before);
  }
}
