package dev.salvaguarda.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What Linux tells a process of itself. */
final class OwnProcess {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long KIB = 1_024;

  private OwnProcess() {}

  /** The largest resident size so far; 0 where the system does not tell. */
  static long peakMemoryBytes() {
    return field("VmHWM:").orElse(0) * KIB;
  }

  /** The numeric user; 0 where the system does not tell. */
  static long uid() {
    return field("Uid:").orElse(0);
  }

  /** The numeric group; 0 where the system does not tell. */
  static long gid() {
    return field("Gid:").orElse(0);
  }

  private static OptionalLong field(String name) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip().split("\\s+", 2)[0])
          .mapToLong(Long::parseLong)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
