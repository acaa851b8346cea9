package dev.salvaguarda.controller.journal;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLoginResult;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.journal.JournalGatherer.Batch;
import dev.salvaguarda.controller.journal.JournalGatherer.Entry;
import dev.salvaguarda.controller.journal.JournalGatherer.Found;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.domain.notice.NoticeRetention;
import dev.salvaguarda.domain.notice.NoticeRetention.Settled;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks through a namespace once: what is due is written into a journal, read back there, and only
 * then deleted. Whoever dies in between leaves notices that the next look writes once more.
 */
public final class JournalPass {
  /** Of all that may be due, a look moves so many. */
  private static final int MOST = 500;

  private final JournalGatherer gatherer;
  private final JournalApplier applier;
  private final ArchiveAccess archives;
  private final NoticeRetention retention;
  private final Clock clock;

  public JournalPass(
      JournalGatherer gatherer,
      JournalApplier applier,
      ArchiveAccess archives,
      NoticeRetention retention,
      Clock clock) {
    this.gatherer = gatherer;
    this.applier = applier;
    this.archives = archives;
    this.retention = retention;
    this.clock = clock;
  }

  Passed through(String namespace) {
    Found found = gatherer.settled(namespace, MOST);
    List<Settled> due = retention.due(found.oldest(), found.count(), clock.instant());
    if (due.isEmpty()) {
      return new Passed(0, Set.of(), 0, null, Passed.Next.AS_USUAL);
    }
    JournalPlaces places = gatherer.places(namespace);
    Map<String, String> troubles = new TreeMap<>();
    Set<String> into = new TreeSet<>();
    int moved = 0;
    for (int start = 0; start < due.size(); ) {
      Batch batch = gatherer.read(namespace, due.subList(start, due.size()));
      start += batch.asked();
      for (var group : byRepository(batch.entries(), places).entrySet()) {
        String name = group.getKey();
        if (!troubles.containsKey(name)) {
          write(name, places, group.getValue())
              .ifPresentOrElse(trouble -> troubles.put(name, trouble), () -> into.add(name));
        }
        if (!troubles.containsKey(name)) {
          moved +=
              (int) group.getValue().stream().map(Entry::notice).filter(applier::delete).count();
        }
      }
    }
    return passed(due.size(), moved, into, troubles);
  }

  private static Passed passed(int due, int moved, Set<String> into, Map<String, String> troubles) {
    if (!troubles.isEmpty()) {
      String trouble = String.join(" ", troubles.values());
      return new Passed(moved, into, due - moved, trouble, Passed.Next.AFTER_TROUBLE);
    }
    return new Passed(
        moved, into, 0, null, due == MOST ? Passed.Next.AT_ONCE : Passed.Next.AS_USUAL);
  }

  /** By the names of repositories; those for which there is none have an empty name. */
  private static Map<String, List<Entry>> byRepository(List<Entry> entries, JournalPlaces places) {
    return entries.stream()
        .collect(
            Collectors.groupingBy(
                entry -> places.nameFor(entry.notice()).orElse(""),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /** Why they are not in the journal; empty if they are. */
  private Optional<String> write(String name, JournalPlaces places, List<Entry> entries) {
    BackupRepository repository = places.find(name);
    if (repository == null) {
      return Optional.of(
          name.isEmpty()
              ? "There is no BackupRepository in the namespace."
              : "There is no BackupRepository \"%s\", which a policy names first.".formatted(name));
    }
    // It may be another one than it was: what is written there is not where it is looked for.
    Optional<String> trouble = RepositoryReadiness.trouble(repository);
    if (trouble.isPresent()) {
      return trouble;
    }
    String lines = entries.stream().map(Entry::line).collect(Collectors.joining("\n", "", "\n"));
    return switch (gatherer.login(repository)) {
      case ArchiveLoginResult.Missing missing -> Optional.of(missing.message());
      case ArchiveLoginResult.Found found -> {
        try {
          archives.appendToJournal(found.login(), lines.getBytes(StandardCharsets.UTF_8));
          yield Optional.empty();
        } catch (ArchiveAccessException e) {
          yield Optional.of(e.failure().message());
        }
      }
    };
  }
}
