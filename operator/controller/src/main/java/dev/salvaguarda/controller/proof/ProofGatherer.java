package dev.salvaguarda.controller.proof;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchiveLoginGatherer;
import dev.salvaguarda.controller.archive.ArchiveLoginResult;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.controller.port.PodLogs;
import dev.salvaguarda.controller.worker.LogTail;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into logs and repositories for what a worker did. */
public final class ProofGatherer {
  private static final Logger LOG = LoggerFactory.getLogger(ProofGatherer.class);

  private final ArchiveLoginGatherer logins;
  private final ArchiveAccess archives;
  private final PodLogs logs;

  public ProofGatherer(KubernetesClient client, ArchiveAccess archives, PodLogs logs) {
    this.logins = new ArchiveLoginGatherer(client);
    this.archives = archives;
    this.logs = logs;
  }

  /** The end of a pod's log; empty if it can't be had. */
  public LogTail log(String namespace, String pod) {
    return new LogTail(logs.tail(namespace, pod, LogTail.READ_LINES).orElseGet(List::of));
  }

  /** Which of these snapshots the repository holds. */
  public ArchiveAnswer confirm(@Nullable BackupRepository repository, Set<String> ids) {
    return asked(
        repository, login -> new ArchiveAnswer.Holds(Map.of(), archives.confirm(login, ids)));
  }

  /**
   * What a snapshot says about itself; empty if there is none.
   *
   * @throws ArchiveAccessException when the repository could not be looked at
   */
  public Optional<SnapshotFacts> describe(BackupRepository repository, String id) {
    return ask(repository, login -> archives.describe(login, id));
  }

  /**
   * All snapshots of a policy that a repository holds.
   *
   * @throws ArchiveAccessException when the repository could not be looked at
   */
  public List<SnapshotFacts> ofPolicy(BackupRepository repository, String policy) {
    String namespace = repository.getMetadata().getNamespace();
    return ask(repository, login -> archives.ofPolicy(login, namespace, policy));
  }

  /** Which snapshots of a run, started at {@code since}, the repository holds. */
  public ArchiveAnswer find(@Nullable BackupRepository repository, String uid, Instant since) {
    return asked(
        repository,
        login -> {
          Map<String, String> newest = new HashMap<>();
          Set<String> ids = new HashSet<>();
          for (RunSnapshot snapshot : archives.find(login, uid, since)) {
            newest.put(snapshot.target(), snapshot.id());
            ids.add(snapshot.id());
          }
          return new ArchiveAnswer.Holds(newest, ids);
        });
  }

  /** The same for a further repository; the ids are those of the first one. */
  public ArchiveAnswer findCopies(
      @Nullable BackupRepository repository, String uid, Instant since) {
    return asked(
        repository, login -> new ArchiveAnswer.Holds(Map.of(), copies(login, uid, since).keySet()));
  }

  /**
   * The copies that a further repository holds of a run's snapshots: their ids by those of the
   * first repository.
   *
   * @throws ArchiveAccessException when the repository could not be looked at
   */
  public Map<String, String> copies(BackupRepository repository, String uid, Instant since) {
    return ask(repository, login -> copies(login, uid, since));
  }

  private Map<String, String> copies(ArchiveLogin login, String uid, Instant since) {
    Map<String, String> copies = new HashMap<>();
    archives.find(login, uid, since).forEach(one -> copies.put(one.origin(), one.id()));
    return copies;
  }

  /**
   * Removes the locks of a pod that is gone, and says how many; empty if the repository could not
   * be reached, and keeps them.
   */
  public OptionalInt removeLocks(BackupRepository repository, String pod) {
    if (!(logins.gather(repository) instanceof ArchiveLoginResult.Found found)) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(archives.removeLocksOf(found.login(), pod));
    } catch (ArchiveAccessException silent) {
      LOG.atWarn()
          .addKeyValue("repository", repository.getMetadata().getName())
          .addKeyValue("pod", pod)
          .addKeyValue("reason", silent.failure().reason().wireName())
          .log("locks of a lost worker not removed");
      return OptionalInt.empty();
    }
  }

  private ArchiveAnswer asked(
      @Nullable BackupRepository repository, Function<ArchiveLogin, ArchiveAnswer> question) {
    if (repository == null) {
      return new ArchiveAnswer.Unanswered(
          new Failure(
              FailureReason.REPOSITORY_MISSING, "The BackupRepository of the run is gone."));
    }
    try {
      return ask(repository, question);
    } catch (ArchiveAccessException silent) {
      return new ArchiveAnswer.Unanswered(silent.failure());
    }
  }

  private <A> A ask(BackupRepository repository, Function<ArchiveLogin, A> question) {
    return switch (logins.gather(repository)) {
      case ArchiveLoginResult.Missing missing ->
          throw new ArchiveAccessException(
              new Failure(FailureReason.REPOSITORY_ACCESS_DENIED, missing.message()));
      case ArchiveLoginResult.Found found -> question.apply(found.login());
    };
  }
}
