package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.run.WorkerFact.HowEnded;
import dev.salvaguarda.domain.workorder.CopyResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt's worker ended.
 *
 * @param pod whose log may hold the result; null if the pod is gone
 * @param at when
 * @param result what it reported; null if nothing
 * @param how what Kubernetes says about it
 * @param detail the same in words; may be empty
 */
record Ending(
    @Nullable String pod, Instant at, @Nullable CopyResult result, HowEnded how, String detail) {}
