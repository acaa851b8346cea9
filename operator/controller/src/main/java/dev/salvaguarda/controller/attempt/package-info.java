/**
 * What all kinds of work have in common once their worker is led: what is done, what people are
 * told of it, and what stands in the status. A kind adds when an attempt starts, what it is asked
 * to do, and how its result is judged.
 */
@NullMarked
package dev.salvaguarda.controller.attempt;

import org.jspecify.annotations.NullMarked;
