package dev.salvaguarda.domain.nonconformity;

import java.time.Instant;

/**
 * Something of a cause that was seen.
 *
 * @param name of the run, test or copy that shows it; the same for the same signal always
 * @param at when it happened
 * @param words a sentence
 */
public record Signal(String name, Instant at, String words) {}
