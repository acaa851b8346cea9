package dev.salvaguarda.domain.maintenance;

import java.time.Instant;

/**
 * A backup or restore of the same repository that has not ended.
 *
 * @param name for a person, such as {@code run payroll-daily-202611232200}
 * @param urgent whether somebody waits for it who lost something
 * @param since when it was asked for
 */
public record Rival(String name, boolean urgent, Instant since) {}
