/**
 * Lock files, as restic writes and respects them. A lock is refreshed while it is held, and its
 * holder learns when it is lost.
 */
@NullMarked
package dev.salvaguarda.repository.lock;

import org.jspecify.annotations.NullMarked;
