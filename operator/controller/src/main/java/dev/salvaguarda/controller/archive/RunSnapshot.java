package dev.salvaguarda.controller.archive;

/**
 * A snapshot of a run, as the repository holds it: its record was fetched, decrypted and read.
 *
 * @param id 64 hex digits
 * @param origin id of the snapshot that it is a copy of; its own if it is none
 * @param target which target of the run it is
 */
public record RunSnapshot(String id, String origin, String target) {}
