package dev.salvaguarda.agent.files;

import java.util.ArrayDeque;

/**
 * Entries on their way into their directories, in the order in which they are stored: first what is
 * in a directory, then the directory itself as an entry of the one above. One window serves a whole
 * tree, so that memory depends on the window and on the path that is open, not on how many
 * directories there are. For one thread.
 */
final class EntryWindow {
  /** Entries that may wait for an earlier one: files among them are still being read. */
  private static final int SIZE = 256;

  private final ArrayDeque<Item> waiting = new ArrayDeque<>();

  private record Item(PendingDirectory directory, Pending entry) {}

  /** Adds the next entry of a directory; of an entry that is a directory, after all it holds. */
  void add(PendingDirectory directory, Pending entry) throws InterruptedException {
    waiting.add(new Item(directory, entry));
    if (waiting.size() > SIZE) {
      storeFirst();
    }
  }

  /** Waits until every entry is in its directory. */
  void drain() throws InterruptedException {
    while (!waiting.isEmpty()) {
      storeFirst();
    }
  }

  private void storeFirst() throws InterruptedException {
    Item first = waiting.remove();
    first.entry().resolve().ifPresent(first.directory()::add);
  }
}
