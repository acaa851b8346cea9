/** The kind that brings back what was copied: to recover it, or to prove that it can be. */
@NullMarked
package dev.salvaguarda.api.restore;

import org.jspecify.annotations.NullMarked;
