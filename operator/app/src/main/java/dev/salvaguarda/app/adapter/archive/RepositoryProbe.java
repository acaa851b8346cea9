package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeOutcome.Change;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.archive.WantedKey;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.text.ShortId;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.key.KeyFiles;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One probe of one repository. */
final class RepositoryProbe {
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

  private final ProbeRequest request;
  private final RepositoryContext context;
  private final List<Change> changes = new ArrayList<>();

  /** Whether a password other than the one of the login opened the repository. */
  private boolean helped;

  RepositoryProbe(ProbeRequest request, RepositoryContext context) {
    this.request = request;
    this.context = context;
  }

  /**
   * Probes the repository.
   *
   * @throws RepositoryException when it can't be used
   */
  ProbeOutcome in(StoreOpener stores) {
    try (ObjectStore store = stores.open(request.login())) {
      if (request.expectedRepositoryId() == null && store.createBucketIfAbsent()) {
        changes.add(new Change.BucketCreated(request.login().place().bucket()));
      }
      Duration skew = Duration.between(context.clock().instant(), store.serverTime());
      if (skew.abs().compareTo(TOLERATED_SKEW) >= 0) {
        return unusable(FailureReason.REPOSITORY_CLOCK_SKEW, skewSentence(skew));
      }
      return look(store, skew);
    }
  }

  /** The outcome of a probe that ended with an exception; what it had changed by then stays. */
  ProbeOutcome failed(RepositoryException why) {
    return new ProbeOutcome.Unusable(RepositoryFailures.of(why), changes);
  }

  private ProbeOutcome look(ObjectStore store, Duration skew) {
    String expected = request.expectedRepositoryId();
    if (expected != null && isEmpty(store)) {
      return missing("There is no repository at %s", expected);
    }
    Repository repository = openedOrCreated(store);
    String id = repository.config().id();
    if (expected != null && !expected.equals(id)) {
      return missing("The repository at %s is " + ShortId.of(id), expected);
    }
    List<KnownKey> keys = new KeyAlignment(request, context, store, changes).of(repository, helped);
    Canary.check(store, context.random());
    return new ProbeOutcome.Usable(
        id,
        request.login().place().resticUrl(),
        repository.snapshots().ids().size(),
        skew,
        keys,
        changes);
  }

  /** A bucket that is not there holds nothing either. */
  private static boolean isEmpty(ObjectStore store) {
    try {
      return !Repository.exists(store);
    } catch (RepositoryException e) {
      if (e.reason() == Reason.NO_BUCKET) {
        return true;
      }
      throw e;
    }
  }

  /** Said of a place that was changed by mistake and of one that was emptied alike. */
  private ProbeOutcome missing(String found, String expected) {
    return unusable(
        FailureReason.REPOSITORY_MISSING,
        (found
                + ", but this object's is %s. Nothing was made or changed there. Put endpoint, bucket and prefix back, or bring the repository to this place; to begin anew, make another BackupRepository object.")
            .formatted(request.login().place().resticUrl(), ShortId.of(expected)));
  }

  private Repository openedOrCreated(ObjectStore store) {
    ArchiveLogin login = request.login();
    try (SecretBytes password = bytes(login.password())) {
      if (Repository.exists(store)) {
        return opened(store, password);
      }
      Repository created = created(store, password);
      changes.add(new Change.RepositoryCreated(created.config().id()));
      return created;
    }
  }

  private Repository created(ObjectStore store, SecretBytes password) {
    List<SecretBytes> recovery = new ArrayList<>();
    try {
      for (WantedKey key : request.recovery()) {
        SensitiveText text = key.password();
        if (text != null) {
          recovery.add(bytes(text));
        }
      }
      return Repository.create(store, password, recovery, context);
    } finally {
      recovery.forEach(SecretBytes::close);
    }
  }

  private Repository opened(ObjectStore store, SecretBytes password) {
    try {
      return Repository.open(store, password, context);
    } catch (RepositoryException e) {
      if (e.reason() != Reason.WRONG_PASSWORD) {
        throw e;
      }
      Optional<Repository> opened =
          request.namesAnotherPassword() ? openedByAnother(store) : Optional.empty();
      if (opened.isPresent()) {
        helped = true;
        return opened.get();
      }
      throw new RepositoryException(Reason.WRONG_PASSWORD, wrongPassword(store), e);
    }
  }

  /** Opened with a further password, so that the new one can become a key. */
  private Optional<Repository> openedByAnother(ObjectStore store) {
    for (WantedKey key :
        Stream.concat(request.former().stream(), request.recovery().stream()).toList()) {
      SensitiveText text = key.password();
      if (text != null && opens(new KeyFiles(store, context), text)) {
        try (SecretBytes password = bytes(text)) {
          return Optional.of(Repository.open(store, password, context));
        }
      }
    }
    return Optional.empty();
  }

  private String wrongPassword(ObjectStore store) {
    KeyFiles files = new KeyFiles(store, context);
    int keys = files.list().size();
    String sentence =
        keys == 1
            ? "The password in %s does not open the repository's one key."
                .formatted(request.passwordRef())
            : "The password in %s opens none of the repository's %d keys."
                .formatted(request.passwordRef(), keys);
    return sentence + remedy(files);
  }

  private String remedy(KeyFiles files) {
    for (WantedKey key : request.recovery()) {
      SensitiveText text = key.password();
      if (text != null && opens(files, text)) {
        return " The one in %s does: name it in passwordRef, or put the right password back."
            .formatted(key.ref());
      }
    }
    return request.namesAnotherPassword()
        ? " It becomes a key once the password that the repository has is found in %s again."
            .formatted(
                request.known().stream()
                    .map(KnownKey::ref)
                    .distinct()
                    .collect(Collectors.joining(" or ")))
        : "";
  }

  private static boolean opens(KeyFiles files, SensitiveText text) {
    try (SecretBytes password = bytes(text)) {
      return files.find(password).isPresent();
    }
  }

  private ProbeOutcome unusable(FailureReason reason, String sentence) {
    return new ProbeOutcome.Unusable(new Failure(reason, sentence), changes);
  }

  private static String skewSentence(Duration skew) {
    return "The object store's clock is %d s %s ours; from 5 minutes on it is not used."
        .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of");
  }

  static SecretBytes bytes(SensitiveText text) {
    return SecretBytes.ofUtf8(text.reveal());
  }
}
