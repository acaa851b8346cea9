/**
 * Events, the lines under {@code kubectl describe}. Each is named by what it tells, so that telling
 * it twice counts up one line instead of adding another.
 */
@NullMarked
package dev.salvaguarda.controller.event;

import org.jspecify.annotations.NullMarked;
