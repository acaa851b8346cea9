/**
 * Measurements, not tests: nothing here passes or fails. Every figure of ours stands beside that of
 * a named peer, taken in the same run on the same server and data.
 */
@NullMarked
package dev.salvaguarda.bench;

import org.jspecify.annotations.NullMarked;
