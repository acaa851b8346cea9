package dev.salvaguarda.domain.decision;

import java.time.Instant;

/**
 * What a person has decided, set once.
 *
 * @param by who
 * @param at when, as they say it themselves
 */
public record Decision(String by, Instant at) {}
