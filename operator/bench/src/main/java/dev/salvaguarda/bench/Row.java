package dev.salvaguarda.bench;

/**
 * One measured backup.
 *
 * @param scenario such as {@code sql day 2}
 * @param engine {@code restic} or {@code salvaguarda}
 * @param storedBytes that the bucket grew by
 * @param requests that the S3 server answered; -1 where it does not count them
 * @param cost time and memory
 */
record Row(String scenario, String engine, long storedBytes, long requests, MeasuredCommand cost) {}
