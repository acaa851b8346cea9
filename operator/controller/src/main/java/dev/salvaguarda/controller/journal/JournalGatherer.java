package dev.salvaguarda.controller.journal;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.archive.ArchiveLoginGatherer;
import dev.salvaguarda.controller.archive.ArchiveLoginResult;
import dev.salvaguarda.domain.notice.NoticeRetention.Settled;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Reads settled notices, which no watch holds, page by page: whatever their number, no more than a
 * page of them is in memory.
 */
public final class JournalGatherer {
  private static final long PAGE = 50;

  /** So many notices make a batch at most. */
  private static final int BATCH = 50;

  /** Or fewer, as long as they are: looks through several namespaces go on beside each other. */
  private static final int BATCH_CHARACTERS = 256 * 1024;

  private static final Comparator<Settled> BY_AGE =
      Comparator.comparing(Settled::madeAt).thenComparing(Settled::name);

  private final KubernetesClient client;
  private final ArchiveLoginGatherer logins;

  public JournalGatherer(KubernetesClient client) {
    this.client = client;
    this.logins = new ArchiveLoginGatherer(client);
  }

  /**
   * The settled notices of a namespace, without those that are deleted already and that somebody's
   * finalizer keeps: each look would write them once more.
   *
   * @param oldest oldest first
   * @param count of all of them
   */
  record Found(List<Settled> oldest, int count) {}

  /** A notice, and the line that it makes. */
  record Entry(Notice notice, String line) {}

  /** Looks through them all and keeps so many of the oldest. */
  Found settled(String namespace, int most) {
    PriorityQueue<Settled> oldest = new PriorityQueue<>(BY_AGE.reversed());
    int count = 0;
    String next = null;
    do {
      KubernetesResourceList<Notice> page =
          client
              .resources(Notice.class)
              .inNamespace(namespace)
              .withField(Notice.SETTLED_FIELD, "true")
              .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      for (Notice notice : page.getItems()) {
        if (notice.isMarkedForDeletion()) {
          continue;
        }
        count++;
        oldest.add(settled(notice));
        if (oldest.size() > most) {
          oldest.remove();
        }
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    List<Settled> sorted = new ArrayList<>(oldest);
    sorted.sort(BY_AGE);
    return new Found(sorted, count);
  }

  /**
   * What is written at once.
   *
   * @param entries those that are still there, as they are now
   * @param asked how many were looked for
   */
  record Batch(List<Entry> entries, int asked) {}

  /** The first of them, at least one, as many as are written at once. */
  Batch read(String namespace, List<Settled> wanted) {
    List<Entry> entries = new ArrayList<>();
    int asked = 0;
    int characters = 0;
    while (asked < Math.min(wanted.size(), BATCH) && characters < BATCH_CHARACTERS) {
      Optional<Entry> entry = read(namespace, wanted.get(asked++));
      entry.ifPresent(entries::add);
      characters += entry.map(one -> one.line().length()).orElse(0);
    }
    return new Batch(entries, asked);
  }

  private Optional<Entry> read(String namespace, Settled wanted) {
    Notice found =
        client.resources(Notice.class).inNamespace(namespace).withName(wanted.name()).get();
    if (found == null || !found.getMetadata().getUid().equals(wanted.uid())) {
      return Optional.empty();
    }
    found.getMetadata().setManagedFields(null);
    return Optional.of(new Entry(found, client.getKubernetesSerialization().asJson(found)));
  }

  /** Where the namespace's notices can go. */
  JournalPlaces places(String namespace) {
    return new JournalPlaces(
        client.resources(BackupPolicy.class).inNamespace(namespace).list().getItems(),
        client.resources(BackupRepository.class).inNamespace(namespace).list().getItems());
  }

  ArchiveLoginResult login(BackupRepository repository) {
    return logins.gather(repository);
  }

  private static Settled settled(Notice notice) {
    var meta = notice.getMetadata();
    return new Settled(meta.getName(), meta.getUid(), Instant.parse(meta.getCreationTimestamp()));
  }
}
