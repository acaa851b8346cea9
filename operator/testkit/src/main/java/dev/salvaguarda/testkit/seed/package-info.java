/**
 * Seeds of random tests: a fixed list that is the same on every machine, and fresh ones that are
 * printed, so that what they find can be repeated.
 */
@NullMarked
package dev.salvaguarda.testkit.seed;

import org.jspecify.annotations.NullMarked;
