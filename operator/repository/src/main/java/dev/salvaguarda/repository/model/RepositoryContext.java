package dev.salvaguarda.repository.model;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * What the engine takes from the machine it runs on.
 *
 * @param clock time for locks, keys and snapshots
 * @param random source of keys, initialisation vectors and identifiers
 * @param actor who writes
 */
public record RepositoryContext(Clock clock, SecureRandom random, Actor actor) {}
