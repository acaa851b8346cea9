/** Leases by which work of one group is done one at a time. */
@NullMarked
package dev.salvaguarda.controller.turn;

import org.jspecify.annotations.NullMarked;
