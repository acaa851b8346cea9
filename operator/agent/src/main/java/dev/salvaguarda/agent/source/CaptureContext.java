package dev.salvaguarda.agent.source;

import dev.salvaguarda.agent.progress.ProgressBoard;

/**
 * What a source works with while it copies.
 *
 * @param board takes the bytes that were read, as they are read
 * @param notes takes what a person would want to know
 * @param cancellation says when to stop
 */
public record CaptureContext(ProgressBoard board, Notes notes, Cancellation cancellation) {}
