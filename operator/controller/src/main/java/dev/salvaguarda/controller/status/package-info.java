/**
 * How a status is written: by server-side apply, from an object built fresh, and only if it
 * changed. Specifications and foreign metadata can't be written by accident this way.
 */
@NullMarked
package dev.salvaguarda.controller.status;

import org.jspecify.annotations.NullMarked;
