package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.files.ErrorNumber;
import dev.salvaguarda.agent.restore.tree.TreeCalls.CallException;
import dev.salvaguarda.repository.tree.ByteString;
import java.util.Iterator;

/**
 * The one entry that is being made: under a temporary name in the directory where it goes, until
 * all that belongs to it is there. Where that directory does not take it, it is made in the nearest
 * one around: an attempt before this may have left there all that belongs there, and the directory
 * closed as it was stored.
 */
final class Draft {
  private final TreeCalls calls;
  private final OpenDirectories directories;
  private final ByteString name;
  private int home;

  Draft(TreeCalls calls, OpenDirectories directories, ByteString name) {
    this.calls = calls;
    this.directories = directories;
    this.name = name;
    this.home = directories.handle();
  }

  /** Makes an entry of this name in this directory. */
  interface Maker {
    int make(int directory, ByteString name) throws CallException;
  }

  /** Makes it; returns what the maker does. */
  int make(Maker maker) throws CallException {
    Iterator<Integer> outward = directories.outward();
    while (true) {
      home = outward.next();
      try {
        return makeHere(maker);
      } catch (CallException e) {
        if (e.errno() != ErrorNumber.ACCESS || !outward.hasNext()) {
          throw e;
        }
      }
    }
  }

  private int makeHere(Maker maker) throws CallException {
    try {
      return maker.make(home, name);
    } catch (CallException e) {
      if (e.errno() != ErrorNumber.EXISTS) {
        throw e;
      }
    }
    // An attempt that was killed left one.
    discard();
    return maker.make(home, name);
  }

  /** The directory in which it is for now. */
  int home() {
    return home;
  }

  ByteString name() {
    return name;
  }

  /** It can't be completed, or is not needed. */
  void discard() {
    try {
      calls.remove(home, name);
    } catch (CallException e) {
      // There is none, which is the rule; what is in the way is told by the next call.
    }
  }

  /** Gives it its name; fails if that is taken, unless it may be replaced. */
  void publish(ByteString as, boolean replace) throws CallException {
    calls.rename(home, name, directories.handle(), as, replace);
    directories.grew();
  }

  /** Whether this name is taken by a file of the same content, owner, mode and time. */
  boolean isThereAsFile(ByteString as) {
    try {
      int existing = calls.openToRead(directories.handle(), as);
      try {
        int ours = calls.openToRead(home, name);
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

  /** Whether this name is taken by a link, pipe or device that is alike. */
  boolean isThereAsSpecial(ByteString as) {
    if (calls.sameLink(directories.handle(), as, home, name)) {
      return true;
    }
    try {
      int existing = calls.openPath(directories.handle(), as);
      try {
        int ours = calls.openPath(home, name);
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
