/** Whose turn it is among those that must not work at the same time. */
@NullMarked
package dev.salvaguarda.domain.turn;

import org.jspecify.annotations.NullMarked;
