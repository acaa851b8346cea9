/**
 * What the operator knows of itself: the resources in its informers' caches, the watches behind
 * them, and the reconciliations under way.
 */
@NullMarked
package dev.salvaguarda.app.watch;

import org.jspecify.annotations.NullMarked;
