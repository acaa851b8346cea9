package dev.salvaguarda.domain.restore;

/**
 * A question that a restore asks.
 *
 * @param name of the check
 * @param target that it is asked of
 */
public record WantedCheck(String name, String target) {}
