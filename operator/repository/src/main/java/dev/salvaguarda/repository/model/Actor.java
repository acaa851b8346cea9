package dev.salvaguarda.repository.model;

/**
 * Who writes: restic shows it in locks, keys and snapshots.
 *
 * @param hostname of the machine or pod that runs this program
 * @param username of the process
 * @param pid of the process; restic on the same host asks the kernel whether it still lives
 * @param uid numeric user
 * @param gid numeric group
 * @param program name and version, such as {@code salvaguarda 0.1.0}
 */
public record Actor(
    String hostname, String username, long pid, long uid, long gid, String program) {}
