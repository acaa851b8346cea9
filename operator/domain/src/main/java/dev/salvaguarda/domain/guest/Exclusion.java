package dev.salvaguarda.domain.guest;

import dev.salvaguarda.domain.workorder.ProxmoxOrder.Guests;
import org.jspecify.annotations.Nullable;

/**
 * Guests that are in no policy on purpose.
 *
 * @param match which they are; never all
 * @param reason why, in a person's words
 * @param by who decided it; null if that is not told
 */
public record Exclusion(Guests match, String reason, @Nullable String by) {}
