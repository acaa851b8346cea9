/**
 * How work orders are read and how progress and results are written: JSON on one line, and a
 * termination message that fits.
 */
@NullMarked
package dev.salvaguarda.agent.wire;

import org.jspecify.annotations.NullMarked;
