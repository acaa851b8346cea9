package dev.salvaguarda.domain.alert;

/**
 * A maintenance window that concerns alerts of one key.
 *
 * @param version by which the API server knows the state that was read
 * @param isQuiet whether it keeps alerts about the component from opening an incident now
 * @param held what it has kept back so far, alerts of other keys included
 */
public record HoldingWindow(
    String name, String uid, String version, boolean isQuiet, HeldAlerts held) {}
