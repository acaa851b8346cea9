/**
 * Where a stream of bytes is cut into blobs. Content-defined cuts depend on a secret of the
 * repository, so that they deduplicate from run to run and still betray nothing.
 */
@NullMarked
package dev.salvaguarda.repository.chunk;

import org.jspecify.annotations.NullMarked;
