package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RateLimit;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.BlobOpener;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.port.ObjectStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads one pack window by window; for many threads. */
final class PackLook {
  private static final int WINDOW = 4 << 20;

  private final ObjectStore store;
  private final CipherKey key;
  private final @Nullable RateLimit limit;
  private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

  PackLook(ObjectStore store, CipherKey key, long bytesPerSecond) {
    this.store = store;
    this.key = key;
    this.limit = bytesPerSecond == 0 ? null : new RateLimit(bytesPerSecond, System::nanoTime);
  }

  /**
   * What a look at a pack showed.
   *
   * @param there whether the store has it
   * @param header whether its header could be read
   * @param hash whether all of it together has the hash that it is named by
   * @param blobs that were looked for
   * @param unreadable those of them that can't be read
   */
  record Verdict(
      long bytes,
      boolean there,
      boolean header,
      boolean hash,
      int blobs,
      Set<BlobHandle> unreadable) {
    boolean isGood() {
      return there && header && hash && unreadable.isEmpty();
    }

    Optional<PackReading.Damaged> damage(FileId pack) {
      return isGood()
          ? Optional.empty()
          : Optional.of(new PackReading.Damaged(pack, words(), unreadable));
    }

    private String words() {
      if (!there) {
        return "is missing";
      }
      String changed = hash ? "was stored damaged" : "has other bytes than were stored";
      String parts =
          unreadable.isEmpty()
              ? "; what is in it can be read all the same"
              : "; %d of the %d pieces of content in it cannot be read"
                  .formatted(unreadable.size(), blobs);
      return changed + (header ? "" : ", its header too") + parts;
    }
  }

  /**
   * Looks.
   *
   * @param listed what lies in the pack, as the index says; empty to believe its own header
   */
  Verdict at(FileId pack, Optional<Collection<PackedBlob>> listed) {
    Optional<ObjectStore.Entry> stored = store.stat(FileType.PACK.key(pack));
    Optional<List<PackedBlob>> header = stored.flatMap(_ -> header(pack));
    Collection<PackedBlob> blobs = listed.orElseGet(() -> header.orElse(List.of()));
    if (stored.isEmpty()) {
      return new Verdict(0, false, false, false, blobs.size(), handles(blobs));
    }
    long size = stored.get().size();
    byte[] memory = Objects.requireNonNullElseGet(idle.poll(), () -> new byte[WINDOW]);
    Pass pass = new Pass(pack, size, blobs, memory);
    try (BlobOpener opener = new BlobOpener(key)) {
      pass.run(opener);
    } catch (RepositoryException e) {
      if (!isDamage(e)) {
        throw e;
      }
      return new Verdict(size, true, header.isPresent(), false, blobs.size(), handles(blobs));
    } finally {
      idle.add(memory);
    }
    return new Verdict(
        size,
        true,
        header.isPresent(),
        FileId.at(pass.sha256.digest(), 0).equals(pack),
        blobs.size(),
        pass.unreadable);
  }

  private Optional<List<PackedBlob>> header(FileId pack) {
    try {
      return Optional.of(PackReader.header(store, pack, key));
    } catch (RepositoryException e) {
      if (!isDamage(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean isDamage(RepositoryException e) {
    return e.reason() == Reason.CORRUPT || e.reason() == Reason.OBJECT_MISSING;
  }

  private static Set<BlobHandle> handles(Collection<PackedBlob> blobs) {
    Set<BlobHandle> handles = new LinkedHashSet<>();
    blobs.forEach(blob -> handles.add(blob.handle()));
    return handles;
  }

  /** One way through a pack. A window ends between two blobs, unless one is larger than it. */
  private final class Pass {
    private final MessageDigest sha256 = sha256();
    private final Set<BlobHandle> unreadable = new LinkedHashSet<>();
    private final String path;
    private final long size;
    private final List<PackedBlob> blobs;
    private final byte[] memory;
    private int next;

    Pass(FileId pack, long size, Collection<PackedBlob> blobs, byte[] memory) {
      this.memory = memory;
      this.path = FileType.PACK.key(pack);
      this.size = size;
      this.blobs = blobs.stream().sorted(Comparator.comparingInt(PackedBlob::offset)).toList();
    }

    void run(BlobOpener opener) {
      for (long start = 0; start < size; ) {
        int length = Math.toIntExact(end(start) - start);
        await(length);
        byte[] window = read(start, length);
        sha256.update(window, 0, length);
        while (next < blobs.size() && end(blobs.get(next)) <= start + length) {
          open(opener, blobs.get(next++), window, start);
        }
        start += length;
      }
      blobs.subList(next, blobs.size()).forEach(blob -> unreadable.add(blob.handle()));
    }

    /** What is longer than a window takes memory of its own, once it is known to be there. */
    private byte[] read(long start, int length) {
      if (length > memory.length) {
        return store.get(path, start, length);
      }
      if (store.getUpTo(path, start, length, memory, 0) != length) {
        throw new RepositoryException(
            Reason.CORRUPT, "The object %s is shorter than it should be.".formatted(path));
      }
      return memory;
    }

    private long end(long start) {
      long end = Math.min(size, start + WINDOW);
      for (int i = next; i < blobs.size() && blobs.get(i).offset() < end; i++) {
        long blobEnd = end(blobs.get(i));
        if (blobEnd > end) {
          return blobs.get(i).offset() > start ? blobs.get(i).offset() : Math.min(size, blobEnd);
        }
      }
      return end;
    }

    private void open(BlobOpener opener, PackedBlob blob, byte[] window, long start) {
      try {
        if (blob.offset() < start) {
          unreadable.add(blob.handle());
        } else {
          opener.prove(blob, window, (int) (blob.offset() - start));
        }
      } catch (RepositoryException e) {
        if (e.reason() != Reason.CORRUPT) {
          throw e;
        }
        unreadable.add(blob.handle());
      }
    }

    private static long end(PackedBlob blob) {
      return (long) blob.offset() + blob.length();
    }
  }

  private void await(int length) {
    if (limit != null) {
      try {
        TimeUnit.NANOSECONDS.sleep(limit.book(length));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RepositoryException(Reason.CANCELLED, "Reading packs was cancelled.", e);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
