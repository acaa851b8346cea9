package dev.salvaguarda.controller.errand;

import java.util.Set;

/**
 * Room for one piece of work: taken until the work in it has left its thread, or until it is closed
 * unused. Thread-safe.
 */
public final class Room implements AutoCloseable {
  private final Set<Room> taken;
  private final String place;
  private volatile boolean used;

  Room(Set<Room> taken, String place) {
    this.taken = taken;
    this.place = place;
    taken.add(this);
  }

  boolean isAt(String other) {
    return place.equals(other);
  }

  void use() {
    used = true;
  }

  void leave() {
    taken.remove(this);
  }

  /** Gives it back, unless something was begun in it. */
  @Override
  public void close() {
    if (!used) {
      leave();
    }
  }
}
