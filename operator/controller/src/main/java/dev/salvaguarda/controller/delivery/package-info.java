/**
 * What is needed to hand a notice to a channel, and what comes of it; knows no kind of channel's
 * protocol.
 */
@NullMarked
package dev.salvaguarda.controller.delivery;

import org.jspecify.annotations.NullMarked;
