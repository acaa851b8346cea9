package dev.salvaguarda.agent.spool;

import dev.salvaguarda.agent.program.ErrorText;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The log of one task, as far as it was read, each line once. */
final class SpoolLog {
  private static final int PAGE = 500;

  /** More than any copy says; whoever sends more may never stop. */
  private static final int MOST_LINES = 1_000_000;

  /** What the API says of a log that is empty. */
  private static final String NOTHING = "no content";

  private static final Pattern MADE =
      Pattern.compile("INFO: creating (?:vzdump )?archive '(?:[^']*/)?([^'/]+)'");

  private final ErrorText text = new ErrorText(List.of());
  private final Pattern name;
  private int read;
  private volatile @Nullable String archive;

  /** Where lines come from. */
  @FunctionalInterface
  interface Lines {
    /** Some lines behind others. */
    List<String> from(int start, int most) throws SourceException, InterruptedException;
  }

  SpoolLog(Guest guest) {
    String kind = guest.kind() == GuestKind.QEMU ? "qemu" : "lxc";
    String ending = guest.kind() == GuestKind.QEMU ? "vma" : "tar";
    this.name =
        Pattern.compile(
            "vzdump-%s-%d-\\d{4}(?:_\\d\\d){2}-\\d\\d(?:_\\d\\d){2}\\.%s"
                .formatted(kind, guest.vmid(), ending));
  }

  /**
   * Reads on.
   *
   * @param whole whether the task has ended; else its last line may be half-written
   */
  void read(Lines lines, boolean whole) throws SourceException, InterruptedException {
    while (true) {
      List<String> page = lines.from(read, PAGE);
      boolean isLast = page.size() < PAGE;
      List<String> sure = whole || page.isEmpty() ? page : page.subList(0, page.size() - 1);
      if (!(read == 0 && sure.equals(List.of(NOTHING)))) {
        sure.forEach(this::take);
      }
      read += sure.size();
      if (isLast || sure.isEmpty()) {
        return;
      }
      if (read > MOST_LINES) {
        throw SourceException.ofTarget(
            FailureReason.DUMP_FAILED,
            "The log of vzdump has more than %d lines.".formatted(MOST_LINES));
      }
    }
  }

  /** What is said of the task beside its log. */
  void add(String line) {
    text.take(line);
  }

  void watch(Consumer<String> told) {
    text.watch(told);
  }

  List<String> lines() {
    return text.lines();
  }

  /** The file that it says to have made, if it is called as an archive of this guest is. */
  Optional<String> archive() {
    return Optional.ofNullable(archive);
  }

  private void take(String line) {
    Matcher made = MADE.matcher(line.strip());
    if (archive == null && made.matches() && name.matcher(made.group(1)).matches()) {
      archive = made.group(1);
    }
    text.take(line);
  }
}
