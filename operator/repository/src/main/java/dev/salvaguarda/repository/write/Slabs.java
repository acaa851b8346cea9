package dev.salvaguarda.repository.write;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for content on its way, together no larger than a budget; used again and again, so that
 * the garbage collector has nothing to do with them. Who reads waits here when workers are behind.
 */
final class Slabs {
  private final long budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private final Map<Integer, ArrayDeque<byte[]>> idle = new HashMap<>();
  private long idleBytes;
  private long usedBytes;

  Slabs(long budget) {
    this.budget = budget;
  }

  /** A buffer of this size; waits until there is one. Whoever waits must hold none. */
  byte[] take(int size, SessionState state) {
    lock.lock();
    try {
      while (usedBytes > 0 && usedBytes + size > budget) {
        state.check();
        boolean _ = returned.await(SessionState.NOTICE_MILLIS, TimeUnit.MILLISECONDS);
      }
      return obtain(size);
    } catch (InterruptedException e) {
      throw state.interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  /** A buffer of this size if the budget has room for it now. */
  byte @Nullable [] tryTake(int size) {
    lock.lock();
    try {
      return usedBytes + size > budget ? null : obtain(size);
    } finally {
      lock.unlock();
    }
  }

  /** A buffer of this size now, beyond the budget if need be. */
  byte[] force(int size) {
    lock.lock();
    try {
      return obtain(size);
    } finally {
      lock.unlock();
    }
  }

  /** Gives a buffer back. */
  void give(byte[] slab) {
    lock.lock();
    try {
      release(slab);
      returned.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private byte[] obtain(int size) {
    usedBytes += size;
    ArrayDeque<byte[]> same = idle.get(size);
    byte[] slab = same == null ? null : same.poll();
    if (slab != null) {
      idleBytes -= size;
      return slab;
    }
    if (usedBytes + idleBytes > budget) {
      idle.clear();
      idleBytes = 0;
    }
    return new byte[size];
  }

  private void release(byte[] slab) {
    usedBytes -= slab.length;
    if (usedBytes + idleBytes + slab.length <= budget) {
      idle.computeIfAbsent(slab.length, _ -> new ArrayDeque<>()).push(slab);
      idleBytes += slab.length;
    }
  }
}
