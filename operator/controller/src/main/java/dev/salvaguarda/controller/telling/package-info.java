/**
 * Who is told what: the facts of an occasion, the channels that a policy names for it, and the
 * notices that follow. How a notice reaches people is no matter of this package.
 */
@NullMarked
package dev.salvaguarda.controller.telling;

import org.jspecify.annotations.NullMarked;
