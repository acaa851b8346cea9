package dev.salvaguarda.agent.guest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What vzdump writes on standard error while it copies one guest.
 *
 * @param lines those that are kept, in their order
 */
record VzdumpLog(List<String> lines) {
  private static final Pattern TASK =
      Pattern.compile("INFO: started backup task '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'");
  private static final Pattern BAD_FREEZE =
      Pattern.compile(
          "(?i).*(?:fs-?freeze|freeze guest).*(?:fail|unable|error|timeout|skip).*|"
              + "(?i).*(?:fail|unable|error|skip).*(?:fs-?freeze|freeze guest).*");

  private static final Set<String> OFF =
      Set.of("INFO: status = stopped", "INFO: backup mode: stop");
  private static final Pattern STOOD_STILL =
      Pattern.compile("INFO: backup mode: (?:snapshot|suspend|stop)");

  VzdumpLog {
    lines = List.copyOf(lines);
  }

  /** The identity of the archive that it says to have begun. */
  Optional<UUID> task() {
    return lines.stream()
        .map(TASK::matcher)
        .filter(Matcher::find)
        .map(found -> UUID.fromString(found.group(1)))
        .findFirst();
  }

  /** Whether it says that it finished this guest. */
  boolean finished(int vmid) {
    return lines.stream()
        .anyMatch(line -> line.startsWith("INFO: Finished Backup of VM %d ".formatted(vmid)));
  }

  /** Whether the guest's file systems were frozen when the copy began, as far as it says. */
  boolean frozen() {
    boolean asked =
        lines.stream().anyMatch(line -> line.contains("issuing guest-agent 'fs-freeze' command"));
    return asked && lines.stream().noneMatch(line -> BAD_FREEZE.matcher(line).matches());
  }

  /**
   * Whether the guest was switched off, or shut down for the copy, so that nothing wrote to its
   * drives. A guest that does not shut down in time is not copied.
   */
  boolean switchedOff() {
    return lines.stream().map(String::strip).anyMatch(OFF::contains);
  }

  /** Whether no snapshot of a container could be made, so that it was copied in another way. */
  boolean fellBack() {
    return lines.stream().anyMatch(VzdumpLog::isFallBack);
  }

  /** Whether a line is the one that says so, which comes before all copying. */
  static boolean isFallBack(String line) {
    return line.contains("trying 'suspend' mode instead");
  }

  /** Whether a line says that another backup is at work on the node. */
  static boolean isWait(String line) {
    return line.contains("trying to get global lock - waiting");
  }

  /** Whether it gave up waiting for it. */
  boolean waitedInVain() {
    return lines.stream()
        .anyMatch(line -> line.contains("can't acquire lock '/var/run/vzdump.lock'"));
  }

  /**
   * Whether nothing wrote to the files of a container at the moment of which they are a copy: all
   * ways in which vzdump says that it copies one freeze, suspend or stop it first.
   */
  boolean containerStoodStill() {
    return lines.stream().anyMatch(line -> STOOD_STILL.matcher(line).matches());
  }

  /** The first trouble that it tells of, without its level; empty if it tells of none. */
  Optional<String> trouble() {
    return lines.stream()
        .filter(line -> line.startsWith("ERROR: "))
        .map(line -> line.substring("ERROR: ".length()).strip())
        .findFirst()
        .or(() -> lines.stream().filter(VzdumpLog::isOfNobody).reduce((_, last) -> last));
  }

  /** What a shell, or the program that stands for it, says when vzdump did not even start. */
  private static boolean isOfNobody(String line) {
    return !line.startsWith("INFO:") && !line.startsWith("WARN:") && !line.startsWith("GUARD-EXIT");
  }
}
