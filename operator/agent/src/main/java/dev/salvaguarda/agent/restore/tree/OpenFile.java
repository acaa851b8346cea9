package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.restore.tree.TreeCalls.CallException;
import org.jspecify.annotations.Nullable;

/** A file that is being written. Blocks of zeros become holes, as they were or could have been. */
final class OpenFile {
  private static final int BLOCK = 4 << 10;

  private final TreeCalls calls;
  private final int handle;
  private long size;

  /** Behind the last byte that was written; what follows is a hole. */
  private long end;

  private @Nullable CallException trouble;

  OpenFile(TreeCalls calls, int handle) {
    this.calls = calls;
    this.handle = handle;
  }

  int handle() {
    return handle;
  }

  /** Appends; trouble is told by {@link #finish()}. */
  void write(byte[] content, int offset, int length) {
    if (trouble != null) {
      return;
    }
    try {
      int from = 0;
      for (int at = 0; at < length; at += BLOCK) {
        int end = Math.min(at + BLOCK, length);
        if (end - at == BLOCK && isZero(content, offset + at, offset + end)) {
          put(content, offset, from, at);
          from = end;
        }
      }
      put(content, offset, from, length);
      size += length;
    } catch (CallException e) {
      trouble = e;
    }
  }

  private void put(byte[] content, int offset, int from, int to) throws CallException {
    if (to > from) {
      calls.write(handle, content, offset + from, to - from, size + from);
      end = size + to;
    }
  }

  private static boolean isZero(byte[] content, int from, int to) {
    for (int i = from; i < to; i++) {
      if (content[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Gives the file its length; returns what went wrong so far. */
  @Nullable CallException finish() {
    if (trouble == null && end < size) {
      try {
        calls.length(handle, size);
      } catch (CallException e) {
        trouble = e;
      }
    }
    return trouble;
  }
}
