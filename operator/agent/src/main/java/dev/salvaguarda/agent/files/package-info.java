/**
 * Copies a mounted file tree with all that its file system knows of it. What can't be read is named
 * and left out; what has not changed since the last snapshot is not read again.
 */
@NullMarked
package dev.salvaguarda.agent.files;

import org.jspecify.annotations.NullMarked;
