/**
 * Snapshots: who copied what and when, and the tree that holds it. Written last, read back, and
 * found by identifier, tag or age.
 */
@NullMarked
package dev.salvaguarda.repository.snapshot;

import org.jspecify.annotations.NullMarked;
