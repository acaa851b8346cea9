/**
 * File trees out of a snapshot: entry after entry in the order of the tree, into a directory or, to
 * be proven, nowhere. A tree is believed to be hostile until its names are checked.
 */
@NullMarked
package dev.salvaguarda.agent.restore.tree;

import org.jspecify.annotations.NullMarked;
