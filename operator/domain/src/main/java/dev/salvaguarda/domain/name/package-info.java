/**
 * Names of what the operator creates, computed from the fact that caused it. The same fact gives
 * the same name, so that a second try finds the object instead of creating another.
 */
@NullMarked
package dev.salvaguarda.domain.name;

import org.jspecify.annotations.NullMarked;
