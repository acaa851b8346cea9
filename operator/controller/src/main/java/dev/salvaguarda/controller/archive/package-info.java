/**
 * Where an archive lies, what opens it, and what a look at it showed: the values that travel
 * through the archive port. Secrets among them are a type that never prints itself.
 */
@NullMarked
package dev.salvaguarda.controller.archive;

import org.jspecify.annotations.NullMarked;
