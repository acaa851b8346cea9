package dev.salvaguarda.agent.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads an archive as it streams by, and gives all of it that is no file's content to another
 * stream, from which the archive can be put together again. What it needs of memory is one header
 * of at most 1 MiB and the map of one sparse file, at most 16 MiB: an archive can't make it need
 * more.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">the pax
 *     format</a>
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">what GNU tar adds
 *     to it</a>
 */
public final class TarReader {
  private static final int MOST_EXTENSIONS = 1 << 20;

  private final TarInput input;
  private final boolean hasContents;
  private final TarLimits limits;
  private long total;
  private boolean begun;

  private TarReader(TarInput input, boolean hasContents, TarLimits limits) {
    this.input = input;
    this.hasContents = hasContents;
    this.limits = limits;
  }

  /**
   * Reads an archive.
   *
   * @param in read in small pieces, and not closed
   * @param rest takes all that is no file's content
   */
  public static TarReader of(InputStream in, OutputStream rest, TarLimits limits) {
    return new TarReader(new TarInput(in, rest, true), true, limits);
  }

  /**
   * Reads what such a reader gave to its other stream.
   *
   * @param archive takes what was read before a member's content is asked for, and what follows on
   *     it after that: whoever writes the content there writes the archive
   */
  public static TarReader ofRest(InputStream rest, OutputStream archive, TarLimits limits) {
    return new TarReader(new TarInput(rest, archive, false), false, limits);
  }

  /**
   * Reads all of it, once. Returns only if the archive ended well.
   *
   * @throws TarException what is wrong with the archive; what the sink took until then is worthless
   */
  public void readAll(MemberSink sink) throws IOException {
    Extensions extensions = new Extensions();
    while (true) {
      byte[] block = input.block();
      if (HeaderBlock.isEmpty(block)) {
        requireEnd(extensions);
        return;
      }
      HeaderBlock header = header(block);
      switch (header.type()) {
        case 'x' -> extensions.pax.add(extension(header, extensions));
        case 'L' -> extensions.name = withoutNul(extension(header, extensions));
        case 'K' -> extensions.link = withoutNul(extension(header, extensions));
        default -> {
          take(header, extensions, sink);
          extensions = new Extensions();
          continue;
        }
      }
      extensions.any = true;
    }
  }

  private void requireEnd(Extensions extensions) throws IOException {
    if (!begun) {
      throw new TarException(TarFault.NOT_AN_ARCHIVE, "The tar is empty.");
    }
    if (extensions.any || !HeaderBlock.isEmpty(input.block())) {
      throw TarException.damaged("its end is in the middle of it");
    }
    input.end();
  }

  private HeaderBlock header(byte[] block) throws TarException {
    try {
      HeaderBlock header = new HeaderBlock(block.clone());
      begun = true;
      return header;
    } catch (TarException e) {
      if (begun) {
        throw e;
      }
      throw new TarException(TarFault.NOT_AN_ARCHIVE, "What came is no tar.");
    }
  }

  private byte[] extension(HeaderBlock header, Extensions extensions) throws IOException {
    long size = header.size();
    if (size > MOST_EXTENSIONS - extensions.bytes) {
      throw TarException.tooLarge(
          "the extended headers of a member have more than %d bytes".formatted(MOST_EXTENSIONS));
    }
    extensions.bytes += (int) size;
    return input.filled((int) size);
  }

  private static byte[] withoutNul(byte[] text) {
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(text, end);
  }

  private void take(HeaderBlock header, Extensions extensions, MemberSink sink) throws IOException {
    MemberKind kind = MemberKind.of(header.type());
    PaxRecords pax = extensions.pax;
    long archived = pax.number("size").orElse(header.size());
    if (kind != MemberKind.FILE) {
      if (archived != 0) {
        throw TarException.damaged("what is no file has content");
      }
      sink.take(
          new MemberHeader(header, extensions).member(kind, 0, SparseMap.whole(0)), noContent());
      return;
    }
    Sparse sparse = sparse(pax, archived);
    requireAllowed(sparse.size());
    TarMember member =
        new MemberHeader(header, extensions).member(kind, sparse.size(), sparse.map());
    try (InputStream pieces = input.content(sparse.map().stored())) {
      InputStream content =
          !hasContents
              ? noContent()
              : sparse.holes() ? new SparseContent(pieces, sparse.map(), sparse.size()) : pieces;
      sink.take(member, content);
    }
  }

  private static InputStream noContent() {
    return new ByteArrayInputStream(new byte[0]);
  }

  private void requireAllowed(long size) throws TarException {
    if (size > limits.memberBytes()) {
      throw TarException.tooLarge("a file has %d bytes".formatted(size));
    }
    total += size;
    if (total > limits.totalBytes()) {
      throw TarException.tooLarge(
          "its files have more than %d bytes".formatted(limits.totalBytes()));
    }
  }

  /** How the content of a file is in the archive. */
  private record Sparse(long size, SparseMap map, boolean holes) {}

  private Sparse sparse(PaxRecords pax, long archived) throws IOException {
    if (pax.text("GNU.sparse.major").isPresent()) {
      if (!pax.text("GNU.sparse.major").equals(Optional.of("1"))
          || !pax.text("GNU.sparse.minor").equals(Optional.of("0"))) {
        throw TarException.damaged("a sparse file is written in an unknown way");
      }
      long size = pax.number("GNU.sparse.realsize").orElseThrow(TarReader::withoutSize);
      requireAllowed(size);
      total -= size;
      SparseMapBlocks blocks = new SparseMapBlocks(input, archived);
      return fitting(size, blocks.read(size), archived - blocks.bytes());
    }
    SparseMap.Builder pieces = pax.pieces();
    if (pieces == null) {
      return new Sparse(archived, SparseMap.whole(archived), false);
    }
    long size = pax.number("GNU.sparse.size").orElseThrow(TarReader::withoutSize);
    return fitting(size, pieces.build(size), archived);
  }

  private static TarException withoutSize() {
    return TarException.damaged("a sparse file has no size");
  }

  private static Sparse fitting(long size, SparseMap map, long archived) throws TarException {
    if (map.stored() != archived) {
      throw TarException.damaged("a sparse file has other pieces than it says");
    }
    return new Sparse(size, map, true);
  }
}
