/**
 * Looks into repositories for the controllers, with the engine that the workers use. What goes
 * wrong becomes a reason and a sentence here.
 */
@NullMarked
package dev.salvaguarda.app.adapter.archive;

import org.jspecify.annotations.NullMarked;
