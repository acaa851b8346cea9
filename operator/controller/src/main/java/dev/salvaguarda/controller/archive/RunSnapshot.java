package dev.salvaguarda.controller.archive;

import java.time.Instant;

/**
 * A snapshot of a run, as the repository holds it: its record was fetched, decrypted and read.
 *
 * @param id 64 hex digits
 * @param target which target of the run it is
 * @param time start of its capture
 * @param bytesRead size of what it represents; 0 if the record does not say
 * @param bytesStored new in the repository for it; 0 if the record does not say
 */
public record RunSnapshot(
    String id, String target, Instant time, long bytesRead, long bytesStored) {}
