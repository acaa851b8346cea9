/**
 * Why something went wrong, in words shared by everything that reports it. A reason is an enum
 * constant with a sentence for a person and a meaning for the next attempt.
 */
@NullMarked
package dev.salvaguarda.domain.failure;

import org.jspecify.annotations.NullMarked;
