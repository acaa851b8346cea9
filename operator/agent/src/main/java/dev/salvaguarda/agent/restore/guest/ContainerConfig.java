package dev.salvaguarda.agent.restore.guest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of a container as its copy has it, {@code pct.conf}, and what of it a container
 * has that is made of the copy: what is known to be harmless, and nothing of the host. Its file
 * system and whether it is unprivileged are told to {@code pct} in its arguments.
 *
 * @param lines of the container itself; behind the first section come its snapshots
 */
record ContainerConfig(List<String> lines) {
  private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9_.-]*?)(\\d*): *(.*)");
  private static final Pattern SIZE = Pattern.compile("(?:.*,)?size=(\\d{1,15})([KMGT]?)(?:,.*)?");

  /** Of a container's features only these take nothing of its host. */
  private static final Set<String> FEATURES =
      Set.of("nesting=0", "nesting=1", "keyctl=0", "keyctl=1");

  private static final Set<String> HARMLESS =
      Set.of(
          "arch",
          "cmode",
          "console",
          "cores",
          "cpulimit",
          "cpuunits",
          "memory",
          "ostype",
          "swap",
          "timezone",
          "tty");

  private static final Set<String> MORE =
      Set.of("description", "hostname", "nameserver", "searchdomain", "startup");

  /** Told to pct in its arguments. */
  private static final Set<String> TOLD = Set.of("rootfs", "unprivileged");

  ContainerConfig {
    lines = List.copyOf(lines);
  }

  /**
   * A container that stays.
   *
   * @param leftOut keys of the settings that it had and does not have, and where its configuration
   *     has what is no setting
   */
  record Staying(String text, List<String> leftOut) {
    Staying {
      leftOut = List.copyOf(leftOut);
    }
  }

  static ContainerConfig of(String text) {
    return new ContainerConfig(text.lines().takeWhile(line -> !line.startsWith("[")).toList());
  }

  boolean isUnprivileged() {
    return lines.stream().anyMatch(line -> line.matches("unprivileged: *1"));
  }

  /**
   * How large the file system has to be that takes all of it, in GiB: as large as those were that
   * are in the copy, of which there may be several, and larger where that would not do.
   *
   * @param bytes of the archive, which has no holes
   */
  int rootGib(long bytes) {
    long had =
        lines.stream()
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .filter(line ->
                line.group(1).equals("rootfs")
                    || (line.group(1).equals("mp") && line.group(3).matches(".*,backup=1(,.*)?")))
            .mapToLong(line -> size(line.group(3)))
            .sum();
    // What was compressed where it came from need not be so where it goes: a quarter more than is
    // in it.
    long wanted = Math.max(had, bytes + bytes / 4);
    return (int) Math.max(1, Math.min(999_999, Math.ceilDiv(wanted, 1L << 30)));
  }

  private static long size(String volume) {
    Matcher size = SIZE.matcher(volume);
    if (!size.matches()) {
      return 0;
    }
    int shift =
        switch (size.group(2)) {
          case "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          case "T" -> 40;
          default -> 0;
        };
    long count = Long.parseLong(size.group(1));
    return count > Long.MAX_VALUE >> (shift + 4) ? 0 : count << shift;
  }

  /** Of one that may start beside the container that it is a copy of. */
  String toTry(int vmid, String source) {
    List<String> kept = new ArrayList<>();
    kept.add("#Made by Salvaguarda to try a copy of %s; it goes away by itself.".formatted(source));
    for (String text : lines) {
      Matcher line = LINE.matcher(text);
      if (line.matches()) {
        if (isLink(line)) {
          kept.add(SanitisedConfig.unplugged(line.group(1) + line.group(2), line.group(3)));
        } else if (HARMLESS.contains(line.group(1)) || isHarmlessFeatures(line)) {
          kept.add(text);
        }
      }
    }
    kept.add("hostname: salvaguarda-test-" + vmid);
    return String.join("\n", kept) + "\n";
  }

  /**
   * Of one that comes back.
   *
   * @param mark by which it is known
   * @param isolated whether its links are down
   */
  Staying toStay(SandboxMark mark, boolean isolated) {
    List<String> kept = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    Stream<String> tags = Stream.empty();
    int number = 0;
    for (String text : lines) {
      number++;
      Matcher line = LINE.matcher(text);
      if (text.startsWith("#")) {
        kept.add(text);
      } else if (line.matches() && !TOLD.contains(line.group(1))) {
        String key = line.group(1) + line.group(2);
        if (key.equals("tags")) {
          tags = Arrays.stream(line.group(3).split("[;, ]+"));
        } else if (isLink(line)) {
          kept.add(isolated ? SanitisedConfig.unplugged(key, line.group(3)) : text);
        } else if (HARMLESS.contains(line.group(1))
            || MORE.contains(line.group(1))
            || isHarmlessFeatures(line)) {
          kept.add(text);
        } else {
          leftOut.add(key);
        }
      } else if (!line.matches() && !text.isBlank()) {
        // What it says may be a secret.
        leftOut.add("line %d of its configuration".formatted(number));
      }
    }
    kept.add("tags: " + RecoveredConfig.tags(tags, mark));
    return new Staying(kept.stream().collect(Collectors.joining("\n", "", "\n")), leftOut);
  }

  private static boolean isLink(Matcher line) {
    return line.group(1).equals("net") && !line.group(2).isEmpty();
  }

  private static boolean isHarmlessFeatures(Matcher line) {
    return line.group(1).equals("features")
        && FEATURES.containsAll(List.of(line.group(3).split(",")));
  }
}
