/**
 * What each kind of source means for a worker: its name for people and for snapshots, whom its runs
 * must not overlap with, what is mounted, and its part of the work order. One class per kind.
 */
@NullMarked
package dev.salvaguarda.controller.source;

import org.jspecify.annotations.NullMarked;
