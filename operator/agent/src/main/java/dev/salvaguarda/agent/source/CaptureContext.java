package dev.salvaguarda.agent.source;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.write.BackupSession;
import java.util.Optional;

/**
 * What a source works with while it copies a target.
 *
 * @param session takes the content
 * @param previous the newest earlier snapshot of this target, by which unchanged files may be
 *     recognised; empty for the first
 * @param board takes the bytes that were read, as they are read
 * @param notes takes what a person would want to know
 * @param cancellation says when to stop
 */
public record CaptureContext(
    BackupSession session,
    Optional<Snapshot> previous,
    ProgressBoard board,
    Notes notes,
    Cancellation cancellation) {}
