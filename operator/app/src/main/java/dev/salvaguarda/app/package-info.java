/**
 * The main program, which wires the other modules together. The only place that reads the system's
 * clock, its environment and its configuration.
 */
@NullMarked
package dev.salvaguarda.app;

import org.jspecify.annotations.NullMarked;
