package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.tar.SparseMap;
import dev.salvaguarda.repository.read.BlobContent;
import dev.salvaguarda.repository.read.BlobFeed;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.BlobIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Members of an archive whose headers were read and whose content was not. The content of many is
 * fetched at once, since a container has files that are smaller than a request takes long.
 */
final class PendingMembers {
  private static final int MOST = 4_000;
  private static final int MOST_BYTES = 8 << 20;

  private final RepositoryReader reader;
  private final OutputStream archive;
  private final Sink sink;
  private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
  private final List<Pending> members = new ArrayList<>();

  PendingMembers(RepositoryReader reader, OutputStream archive, Sink sink) {
    this.reader = reader;
    this.archive = archive;
    this.sink = sink;
  }

  /** Who is told of each member, when its header was written, and has its content written. */
  interface Sink {
    /** Takes a member whose content has so many bytes in the archive. */
    void next(boolean ofHost, long stored, Content content) throws IOException;
  }

  /** Writes the content of a member. */
  interface Content {
    /** Writes all of it. */
    void write() throws IOException;
  }

  /**
   * A member.
   *
   * @param headerEnd how many bytes of the headers come before its content
   */
  private record Pending(int headerEnd, boolean ofHost, SparseMap data, BlobIds content) {}

  /** Takes what comes before, between and behind the contents. */
  OutputStream headers() {
    return headers;
  }

  /** Takes a member whose header came. */
  void add(boolean ofHost, SparseMap data, BlobIds content) throws IOException {
    members.add(new Pending(headers.size(), ofHost, data, content));
    if (members.size() >= MOST || headers.size() >= MOST_BYTES) {
      flush();
    }
  }

  /** Writes all that came until now. */
  void flush() throws IOException {
    byte[] bytes = headers.toByteArray();
    int at = 0;
    try (BlobFeed feed =
        reader.feed(
            members.stream()
                .flatMap(one -> StreamSupport.stream(one.content().spliterator(), false))
                .iterator())) {
      for (Pending member : members) {
        archive.write(bytes, at, member.headerEnd() - at);
        at = member.headerEnd();
        sink.next(member.ofHost(), member.data().stored(), () -> copy(member, feed));
      }
    }
    archive.write(bytes, at, bytes.length - at);
    headers.reset();
    members.clear();
  }

  /** Without the holes, which are in the repository and not in the archive. */
  private void copy(Pending member, BlobFeed feed) throws IOException {
    SparseMap data = member.data();
    int piece = 0;
    long at = 0;
    long written = 0;
    for (int blob = 0; blob < member.content().size(); blob++) {
      Optional<BlobContent> next = feed.next();
      if (next.isEmpty()) {
        break;
      }
      BlobContent content = next.get();
      long end = at + content.length();
      while (piece < data.pieces() && data.offset(piece) < end) {
        long first = Math.max(at, data.offset(piece));
        long last = Math.min(end, data.offset(piece) + data.length(piece));
        archive.write(content.array(), content.offset() + (int) (first - at), (int) (last - first));
        written += last - first;
        if (last < data.offset(piece) + data.length(piece)) {
          break;
        }
        piece++;
      }
      at = end;
    }
    if (written != data.stored()) {
      throw TarRebuild.notWhatItWas("A file is shorter.");
    }
  }
}
