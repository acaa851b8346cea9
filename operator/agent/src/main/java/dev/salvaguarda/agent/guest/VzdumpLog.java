package dev.salvaguarda.agent.guest;

import java.util.List;
import java.util.Optional;
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

  private static final Pattern CHANGED =
      Pattern.compile(
          "(?:INFO: )?(?:/usr/bin/|/bin/)?tar: (.+): "
              + "(File removed before we read it|File shrank by \\d+ bytes?; padding with zeros"
              + "|file changed as we read it|Cannot (?:stat|open|read).*)",
          Pattern.CASE_INSENSITIVE);
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

  /** Whether the guest was switched off, so that nothing wrote to its drives. */
  boolean switchedOff() {
    return lines.stream().anyMatch(line -> line.strip().equals("INFO: status = stopped"));
  }

  /** Whether no snapshot of a container could be made, so that it was copied in another way. */
  boolean fellBack() {
    return lines.stream().anyMatch(line -> line.contains("trying 'suspend' mode instead"));
  }

  /**
   * Whether nothing wrote to the files of a container at the moment of which they are a copy: all
   * ways in which vzdump says that it copies one freeze, suspend or stop it first.
   */
  boolean containerStoodStill() {
    return lines.stream().anyMatch(line -> STOOD_STILL.matcher(line).matches());
  }

  /** Files of a container that tar could not copy as they were, each with what happened to it. */
  List<String> changedMembers() {
    return lines.stream()
        .map(CHANGED::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1) + ": " + found.group(2))
        .distinct()
        .toList();
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
