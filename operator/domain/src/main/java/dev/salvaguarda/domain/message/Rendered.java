package dev.salvaguarda.domain.message;

/**
 * A message in the words that are sent, frozen.
 *
 * @param subject one line
 * @param body plain text, lines ended by {@code \n}
 */
public record Rendered(String subject, String body) {}
