package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.restore.tree.TreeCalls.CallException;
import dev.salvaguarda.repository.tree.ByteString;

/** Compares what is there already with what was made under the temporary name. */
final class EarlierEntries {
  private final TreeCalls calls;
  private final ByteString temporary;

  EarlierEntries(TreeCalls calls, ByteString temporary) {
    this.calls = calls;
    this.temporary = temporary;
  }

  /** What an earlier attempt made is no obstacle: the same content, owner, mode and time. */
  boolean isFile(int directory, ByteString name) {
    try {
      int existing = calls.openToRead(directory, name);
      try {
        int ours = calls.openToRead(directory, temporary);
        try {
          return SameFile.test(existing, ours);
        } finally {
          calls.close(ours);
        }
      } finally {
        calls.close(existing);
      }
    } catch (CallException e) {
      return false;
    }
  }

  /** Whether a link, pipe or device is there that is alike. */
  boolean isSpecial(int directory, ByteString name) {
    if (calls.sameLink(directory, name, temporary)) {
      return true;
    }
    try {
      int existing = calls.openPath(directory, name);
      try {
        int ours = calls.openPath(directory, temporary);
        try {
          return SameFile.isSpecial(existing, ours);
        } finally {
          calls.close(ours);
        }
      } finally {
        calls.close(existing);
      }
    } catch (CallException e) {
      return false;
    }
  }
}
