/**
 * The two encodings inside everything stored: JSON with times of nanoseconds, and zstd. Both are
 * bounded when they read what others may have written.
 */
@NullMarked
package dev.salvaguarda.repository.codec;

import org.jspecify.annotations.NullMarked;
