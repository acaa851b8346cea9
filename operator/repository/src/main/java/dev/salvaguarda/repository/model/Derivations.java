package dev.salvaguarda.repository.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Keys derived from passwords: few at a time, and the same one only once. Each derivation takes 32
 * MiB and a fifth of a second or more, by design, so whoever opens many repositories at once would
 * run out of memory, and whoever looks into one again and again would do little else.
 *
 * <p>What was derived stays in memory, for the {@value #REMEMBERED} that were used last. Nothing
 * that can change is remembered: the same password with the same salt and cost gives the same key
 * for ever, and whether that key opens anything is asked each time.
 */
public final class Derivations {
  /** The cost that restic gives new keys: 32 MiB for each attempt with blocks of eight. */
  public static final int RESTIC_COST = 1 << 15;

  private static final int REMEMBERED = 1_000;

  private final Semaphore slots;
  private final int cost;
  private final LinkedHashMap<ByteBuffer, byte[]> known = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * With the cost of restic for new keys.
   *
   * @param atATime at least 1
   */
  public Derivations(int atATime) {
    this(atATime, RESTIC_COST);
  }

  /**
   * @param atATime at least 1
   * @param cost what each new key will cost, scrypt's N; those that are there say theirs
   */
  public Derivations(int atATime, int cost) {
    if (atATime < 1) {
      throw new IllegalArgumentException("at least one derivation must be allowed");
    }
    this.slots = new Semaphore(atATime, true);
    this.cost = cost;
  }

  /** Scrypt's N for new keys. */
  public int cost() {
    return cost;
  }

  /**
   * What these inputs give, derived once it is this thread's turn unless it is known.
   *
   * @param inputs everything that the derivation depends on; only a digest of it is kept
   * @return a copy, which the caller wipes after use
   * @throws RepositoryException {@code CANCELLED} if the thread is interrupted while it waits
   */
  public byte[] of(byte[] inputs, Supplier<byte[]> derivation) {
    ByteBuffer key = ByteBuffer.wrap(IdBytes.sha256(inputs, 0, inputs.length));
    return known(key).orElseGet(() -> inTurn(key, derivation));
  }

  private byte[] inTurn(ByteBuffer key, Supplier<byte[]> derivation) {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.CANCELLED, "Opening the repository was cancelled.", e);
    }
    try {
      // Somebody else may have derived it meanwhile.
      return known(key).orElseGet(() -> remembered(key, derivation.get()));
    } finally {
      slots.release();
    }
  }

  private Optional<byte[]> known(ByteBuffer key) {
    synchronized (known) {
      return Optional.ofNullable(known.get(key)).map(byte[]::clone);
    }
  }

  private byte[] remembered(ByteBuffer key, byte[] derived) {
    synchronized (known) {
      byte[] former = known.put(key, derived.clone());
      if (former != null) {
        Arrays.fill(former, (byte) 0);
      }
      if (known.size() > REMEMBERED) {
        Arrays.fill(known.pollFirstEntry().getValue(), (byte) 0);
      }
      return derived;
    }
  }
}
