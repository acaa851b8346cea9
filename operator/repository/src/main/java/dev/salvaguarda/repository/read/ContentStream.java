package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.model.RepositoryException;
import java.io.InputStream;
import java.util.Optional;

/** A file's content in order. Failures come as {@link RepositoryException}, not as an end. */
final class ContentStream extends InputStream {
  private static final BlobContent NOTHING = new BlobContent(new byte[0], 0, 0);

  private final BlobFeed feed;
  private BlobContent current = NOTHING;
  private int position;

  ContentStream(BlobFeed feed) {
    this.feed = feed;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (position == current.length()) {
      position = 0;
      current = NOTHING;
      Optional<BlobContent> next = feed.next();
      if (next.isEmpty()) {
        return -1;
      }
      current = next.get();
    }
    int count = Math.min(length, current.length() - position);
    System.arraycopy(current.array(), current.offset() + position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return current.length() - position;
  }

  @Override
  public void close() {
    feed.close();
  }
}
