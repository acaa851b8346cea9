/** Channels: their Secrets, probes of their servers, and what waits for them. */
@NullMarked
package dev.salvaguarda.controller.channel;

import org.jspecify.annotations.NullMarked;
