package dev.salvaguarda.repository.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class PackHeaderTest {
  private final CipherKey key = CipherKey.generate(new SecureRandom());

  @Property(tries = 200)
  void readsWhatItWrites(@ForAll long seed, @ForAll @IntRange(max = 300) int count) {
    List<PackedBlob> blobs = anyBlobs(new Random(seed), count);

    byte[] entries = PackHeader.encode(blobs);

    assertThat(PackHeader.decode(entries, contentLength(blobs))).isEqualTo(blobs);
    assertThat(PackHeader.packLength(blobs))
        .isEqualTo(
            contentLength(blobs) + entries.length + CipherKey.OVERHEAD + PackHeader.TRAILER_LENGTH);
  }

  @Property(tries = 200)
  void namesEntriesThatAreCutOff(@ForAll long seed, @ForAll @IntRange(min = 1, max = 36) int cut) {
    List<PackedBlob> blobs = anyBlobs(new Random(seed), 5);
    byte[] entries = PackHeader.encode(blobs);
    byte[] shorter = Arrays.copyOf(entries, entries.length - cut);

    assertCorrupt(() -> PackHeader.decode(shorter, contentLength(blobs)));
  }

  @Property(tries = 500)
  void neverFailsOtherwiseThanByName(@ForAll @Size(max = 300) byte[] anything) {
    try {
      var _ = PackReader.header(anything, anything.length, key);
    } catch (RepositoryException e) {
      assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
    }
    try {
      var _ = PackHeader.decode(anything, 1000);
    } catch (RepositoryException e) {
      assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
    }
  }

  private static List<PackedBlob> anyBlobs(Random random, int count) {
    List<PackedBlob> blobs = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < count; i++) {
      BlobId id =
          new BlobId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      int length = CipherKey.OVERHEAD + random.nextInt(1 << 20);
      blobs.add(
          new PackedBlob(
              random.nextBoolean() ? BlobType.DATA : BlobType.TREE,
              id,
              offset,
              length,
              random.nextBoolean() ? 0 : 1 + random.nextInt(1 << 22)));
      offset += length;
    }
    return blobs;
  }

  private static long contentLength(List<PackedBlob> blobs) {
    return blobs.stream().mapToLong(PackedBlob::length).sum();
  }

  private static void assertCorrupt(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
  }
}
