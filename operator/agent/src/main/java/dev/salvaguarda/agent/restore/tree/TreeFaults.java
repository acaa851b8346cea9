package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What could not be restored of a tree: the first of each kind in words, all of them counted. */
final class TreeFaults {
  /** The worst first. */
  private static final List<FailureReason> BY_WEIGHT =
      List.of(
          FailureReason.REPOSITORY_CORRUPT,
          FailureReason.RESTORE_DIFFERS,
          FailureReason.TARGET_OUT_OF_SPACE,
          FailureReason.SOURCE_NOT_FOUND,
          FailureReason.TARGET_EXISTS,
          FailureReason.TARGET_NOT_WRITABLE);

  private static final int MOST_NOTES = 20;

  private final String target;
  private final Notes notes;
  private final Map<FailureReason, Seen> seen = new EnumMap<>(FailureReason.class);

  private record Seen(String first, int count) {
    Seen oneMore() {
      return new Seen(first, count + 1);
    }
  }

  TreeFaults(String target, Notes notes) {
    this.target = target;
    this.notes = notes;
  }

  void add(FailureReason reason, String sentence) {
    Seen known = seen.merge(reason, new Seen(sentence, 1), (old, _) -> old.oneMore());
    if (known.count() <= MOST_NOTES) {
      notes.warning(target, new Failure(reason, sentence));
    }
  }

  boolean has(FailureReason reason) {
    return seen.containsKey(reason);
  }

  /** The worst kind, with the first of it in words. */
  Optional<Failure> worst() {
    return BY_WEIGHT.stream()
        .filter(seen::containsKey)
        .findFirst()
        .map(reason -> {
          Seen known = seen.getOrDefault(reason, new Seen("", 0));
          String more =
              known.count() == 1 ? "" : " So it is with %d more.".formatted(known.count() - 1);
          return new Failure(reason, known.first() + more);
        });
  }
}
