package dev.salvaguarda.agent;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
sealed interface Arguments {
  /** The text of {@code --help}. */
  String HELP =
      """
      Usage: agent --work-order FILE [--termination-log FILE] [--pack-size MIB]
             agent journal

      Copies what the work order names into its repository, or restores from there what
      it names. Progress and result are written to standard output, one JSON object a line.

      With "journal" it prints the notices that left the cluster for the journal of the
      repository that RESTIC_REPOSITORY, RESTIC_PASSWORD or RESTIC_PASSWORD_FILE,
      AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where needed, AWS_SESSION_TOKEN,
      AWS_DEFAULT_REGION and RESTIC_CACERT name; one JSON object a line. Exit status: 0 all,
      3 some of it could not be read, 1 nothing.

        --work-order FILE       what to do, as the operator wrote it
        --termination-log FILE  where the result is left for Kubernetes; by default
                                /dev/termination-log, if there is one
        --pack-size MIB         mean size of the repository's packs, 1 to 85; by default 64
        --help                  this text
        --version               version of this program

      Exit status: 0 succeeded; 3 a snapshot exists, but something is missing;
      1 failed, another attempt can help; 4 failed, only a person can mend it;
      2 the work order or the arguments could not be understood; 130 stopped.
      """;

  /** Do the work. */
  record Run(Path workOrder, Optional<Path> terminationLog, OptionalInt packMebibytes)
      implements Arguments {}

  /** Print the journal of a repository. */
  record Journal() implements Arguments {}

  /** Print the help. */
  record Help() implements Arguments {}

  /** Print the version. */
  record Version() implements Arguments {}

  /** Nothing that can be followed; the sentence says why. */
  record Wrong(String sentence) implements Arguments {}

  /** Understands the command line. */
  static Arguments parse(List<String> arguments) {
    if (arguments.equals(List.of("journal"))) {
      return new Journal();
    }
    @Nullable Path workOrder = null;
    Optional<Path> terminationLog = Optional.empty();
    OptionalInt packMebibytes = OptionalInt.empty();
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--help", "-h" -> {
          return new Help();
        }
        case "--version" -> {
          return new Version();
        }
        case "--work-order", "--termination-log" -> {
          if (!words.hasNext()) {
            return new Wrong(word + " needs a file");
          }
          Optional<Path> file = path(words.next());
          if (file.isEmpty()) {
            return new Wrong(word + " needs a file whose name this machine can spell");
          }
          if (word.equals("--work-order")) {
            workOrder = file.get();
          } else {
            terminationLog = file;
          }
        }
        case "--pack-size" -> {
          packMebibytes = words.hasNext() ? packSize(words.next()) : OptionalInt.empty();
          if (packMebibytes.isEmpty()) {
            return new Wrong("--pack-size needs a number from 1 to 85");
          }
        }
        default -> {
          return new Wrong("There is no argument " + word);
        }
      }
    }
    return workOrder == null
        ? new Wrong("--work-order FILE is missing")
        : new Run(workOrder, terminationLog, packMebibytes);
  }

  private static OptionalInt packSize(String text) {
    return text.matches("[1-9]|[1-7]\\d|8[0-5]")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
