package dev.salvaguarda.repository.model;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * What the engine takes from the machine it runs on. A program needs one for all of its
 * repositories.
 *
 * @param clock time for locks, keys and snapshots
 * @param random source of keys, initialisation vectors and identifiers
 * @param actor who writes
 * @param derivations of keys from passwords
 */
public record RepositoryContext(
    Clock clock, SecureRandom random, Actor actor, Derivations derivations) {
  /** Two take 64 MiB, for which a heap of 96 MiB has no room beside what an operator holds. */
  private static final int DERIVATIONS_AT_A_TIME = 1;

  /** With one derivation at a time. */
  public RepositoryContext(Clock clock, SecureRandom random, Actor actor) {
    this(clock, random, actor, new Derivations(DERIVATIONS_AT_A_TIME));
  }
}
