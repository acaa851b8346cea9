/**
 * Puts the operator's parts together, each by its constructor. Nothing but this package knows the
 * container that calls it.
 */
@NullMarked
package dev.salvaguarda.app.wiring;

import org.jspecify.annotations.NullMarked;
