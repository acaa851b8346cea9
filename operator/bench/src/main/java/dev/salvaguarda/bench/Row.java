package dev.salvaguarda.bench;

/**
 * One measured backup or restore.
 *
 * @param round counted from 1
 * @param scenario such as {@code sql day 1}
 * @param engine its name
 * @param load average of the machine in the minute before
 * @param storedBytes that the bucket grew by
 * @param requests that came to the S3 server
 * @param cost time and memory
 */
record Row(
    int round,
    String scenario,
    String engine,
    double load,
    long storedBytes,
    long requests,
    MeasuredCommand cost) {}
