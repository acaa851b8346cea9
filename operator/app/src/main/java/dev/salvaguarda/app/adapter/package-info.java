/**
 * What the controllers' ports look like where they need the engine of the repositories, which the
 * controllers don't know.
 */
@NullMarked
package dev.salvaguarda.app.adapter;

import org.jspecify.annotations.NullMarked;
