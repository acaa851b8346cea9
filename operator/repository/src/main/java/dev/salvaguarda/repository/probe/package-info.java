/**
 * Questions that an operator asks a repository without a backup: does it answer, open, take, give
 * and forget an object, and how far apart are the clocks.
 */
@NullMarked
package dev.salvaguarda.repository.probe;

import org.jspecify.annotations.NullMarked;
