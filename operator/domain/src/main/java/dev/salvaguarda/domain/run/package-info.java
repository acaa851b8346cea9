/**
 * The life of a run, from waiting for its turn to one of five ends. Facts and an instant go in, one
 * decision comes out; whoever gathers and applies them lives elsewhere.
 */
@NullMarked
package dev.salvaguarda.domain.run;

import org.jspecify.annotations.NullMarked;
