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
