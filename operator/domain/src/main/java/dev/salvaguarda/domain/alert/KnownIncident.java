package dev.salvaguarda.domain.alert;

import java.time.Instant;

/**
 * An incident that alerts of one key have opened.
 *
 * @param version by which the API server knows the state that was read
 * @param openedAt when it was recorded
 * @param isOver whether people have said that it was none, that the component works again, or what
 *     was learnt
 * @param signals what monitoring has said about it so far
 */
public record KnownIncident(
    String name, String uid, String version, Instant openedAt, boolean isOver, Signals signals) {}
