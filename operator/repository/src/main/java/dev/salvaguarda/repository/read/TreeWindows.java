package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored trees together with their neighbours: who walks through a snapshot wants most of
 * them next, and one request for many costs little more than one for a single tree.
 *
 * <p>How much is read at a time is learnt for each pack, which begins with what was good for the
 * one before it: four times as much while the neighbours turn out to be wanted, and half while they
 * do not. At most {@value #MOST_BYTES} bytes are kept, and the memory of one window for the next.
 */
public final class TreeWindows {
  static final int LARGEST = 4 << 20;
  static final int MOST_BYTES = 2 * LARGEST;
  private static final int FIRST = 1 << 20;
  private static final int GROWTH = 4;

  /** The share of a window's bytes that must be wanted so that more of them are read. */
  private static final int FRUITFUL = 8;

  private static final int SMALLEST = 32 << 10;
  private static final int MOST_PACKS = 64;

  private final Source source;
  private final CipherKey key;
  private final ArrayDeque<Window> windows = new ArrayDeque<>();
  private byte[] spare = {};
  private long bytes;
  private @Nullable Reach latest;

  private final Map<FileId, Reach> reaches =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileId, Reach> eldest) {
          return size() > MOST_PACKS;
        }
      };

  /** Where packs are read. */
  public interface Source {
    /**
     * Reads {@code length} bytes of a pack, or as many as there are, and says how many.
     *
     * @throws RepositoryException {@code OBJECT_MISSING} if there is no such pack
     */
    int upTo(FileId pack, long start, int length, byte[] into);

    /**
     * Reads {@code length} bytes of a pack, and takes no memory for what is not there.
     *
     * @throws RepositoryException {@code OBJECT_MISSING} if there is no such pack, {@code CORRUPT}
     *     if it is shorter
     */
    byte[] exactly(FileId pack, long start, int length);
  }

  /** Windows on packs that were not looked at yet. */
  public TreeWindows(Source source, CipherKey key) {
    this.source = source;
    this.key = key;
  }

  /** Windows on the packs of a store. */
  public static TreeWindows of(ObjectStore store, CipherKey key) {
    return new TreeWindows(
        new Source() {
          @Override
          public int upTo(FileId pack, long start, int length, byte[] into) {
            return store.getUpTo(FileType.PACK.key(pack), start, length, into, 0);
          }

          @Override
          public byte[] exactly(FileId pack, long start, int length) {
            return store.get(FileType.PACK.key(pack), start, length);
          }
        },
        key);
  }

  /** A stretch of a pack. */
  private static final class Window {
    private final FileId pack;
    private final long start;
    private final byte[] content;
    private final int length;

    Window(FileId pack, long start, byte[] content, int length) {
      this.pack = pack;
      this.start = start;
      this.content = content;
      this.length = length;
    }

    boolean holds(BlobLocation place) {
      PackedBlob blob = place.blob();
      return pack.equals(place.pack())
          && blob.offset() >= start
          && (long) blob.offset() + blob.length() <= start + length;
    }
  }

  /** How much of a pack is worth reading at a time. */
  private static final class Reach {
    private int size;
    private long wanted;
    private boolean first = true;

    Reach(@Nullable Reach before) {
      this.size = before != null && before.isFruitful() ? before.size : FIRST;
    }

    private boolean isFruitful() {
      return FRUITFUL * wanted >= size;
    }

    int next() {
      if (!first) {
        size = isFruitful() ? Math.min(GROWTH * size, LARGEST) : Math.max(size / 2, SMALLEST);
      }
      first = false;
      wanted = 0;
      return size;
    }
  }

  /**
   * The content of a tree, proved.
   *
   * @throws RepositoryException {@code OBJECT_MISSING} or {@code CORRUPT}; read alone and once
   *     more, it may be whole
   */
  public synchronized byte[] read(BlobLocation place) {
    Window window = windowOf(place);
    if (!window.holds(place)) {
      throw new RepositoryException(
          Reason.CORRUPT,
          "The pack ends before the tree blob %s does.".formatted(place.blob().id().abbreviated()));
    }
    return PackReader.open(
        place.blob(), window.content, (int) (place.blob().offset() - window.start), key);
  }

  private Window windowOf(BlobLocation place) {
    for (Window window : windows) {
      if (window.holds(place)) {
        reach(place.pack()).wanted += place.blob().length();
        return window;
      }
    }
    Window fetched = fetch(place);
    keep(fetched);
    return fetched;
  }

  /**
   * A window begins at a multiple of its size, since the trees below a directory lie before it and
   * those after it behind; it is longer where the blob asked for reaches beyond its end.
   */
  private Window fetch(BlobLocation place) {
    int offset = place.blob().offset();
    long end = (long) offset + place.blob().length();
    Reach reach = reach(place.pack());
    latest = reach;
    int size = reach.next();
    long start = offset / size * (long) size;
    if (end - start > LARGEST) {
      start = offset;
    }
    int length = Math.toIntExact(Math.max(Math.min(size, LARGEST), end - start));
    if (length > LARGEST) {
      return new Window(place.pack(), start, source.exactly(place.pack(), start, length), length);
    }
    byte[] content = memory(length);
    int count = source.upTo(place.pack(), start, length, content);
    if (count <= length / 2) {
      // A small pack, of which there may be many, each worth keeping.
      spare = content;
      content = Arrays.copyOf(content, count);
    }
    return new Window(place.pack(), start, content, count);
  }

  /** That of the window that went last, if it fits without much of it lying idle. */
  private byte[] memory(int length) {
    byte[] kept = spare;
    spare = new byte[0];
    return kept.length >= length && kept.length / 2 <= length ? kept : new byte[length];
  }

  /** What is larger than all windows together is not kept at all. */
  private void keep(Window window) {
    if (window.length > LARGEST) {
      return;
    }
    windows.addFirst(window);
    bytes += window.content.length;
    while (bytes > MOST_BYTES) {
      spare = windows.removeLast().content;
      bytes -= spare.length;
    }
  }

  private Reach reach(FileId pack) {
    return reaches.computeIfAbsent(pack, _ -> new Reach(latest));
  }
}
