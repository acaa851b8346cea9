package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.KeyPlan;
import dev.salvaguarda.controller.archive.KeyPlan.Wanted;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeOutcome.Change;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.archive.WantedKey;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.key.KeyFiles;
import dev.salvaguarda.repository.key.KeyInfo;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  ProbeOutcome in(StoreOpener stores) {
    try (ObjectStore store = stores.open(request.login())) {
      if (store.createBucketIfAbsent()) {
        changes.add(new Change.BucketCreated(request.login().place().bucket()));
      }
      Duration skew = Duration.between(context.clock().instant(), store.serverTime());
      if (skew.abs().compareTo(TOLERATED_SKEW) >= 0) {
        return unusable(FailureReason.REPOSITORY_CLOCK_SKEW, skewSentence(skew));
      }
      return look(store, skew);
    } catch (RepositoryException e) {
      return new ProbeOutcome.Unusable(RepositoryFailures.of(e), changes);
    }
  }

  private ProbeOutcome look(ObjectStore store, Duration skew) {
    String expected = request.expectedRepositoryId();
    if (expected != null && !Repository.exists(store)) {
      return unusable(
          FailureReason.REPOSITORY_MISSING,
          "The repository %s that was at this place is gone. None is made in its stead: bring it back, or, to begin anew, delete this object and create it again."
              .formatted(shortened(expected)));
    }
    Repository repository = openedOrCreated(store);
    String id = repository.config().id();
    if (expected != null && !expected.equals(id)) {
      return unusable(
          FailureReason.REPOSITORY_MISSING,
          "The repository %s that was at this place is gone; another, %s, is in its stead. To use that one, delete this object and create it again."
              .formatted(shortened(expected), shortened(id)));
    }
    List<KnownKey> keys = alignedKeys(repository, store);
    Canary.check(store, context.random());
    return new ProbeOutcome.Usable(
        id,
        request.login().place().resticUrl(),
        repository.snapshots().ids().size(),
        skew,
        keys,
        changes);
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
    String sentence =
        "The password in %s opens none of the repository's %d keys."
            .formatted(request.passwordRef(), files.list().size());
    for (WantedKey key : request.recovery()) {
      SensitiveText text = key.password();
      if (text != null && opens(files, text)) {
        return sentence
            + " The one in %s does: name it in passwordRef, or put the right password back."
                .formatted(key.ref());
      }
    }
    return sentence;
  }

  private static boolean opens(KeyFiles files, SensitiveText text) {
    try (SecretBytes password = bytes(text)) {
      return files.find(password).isPresent();
    }
  }

  private List<KnownKey> alignedKeys(Repository repository, ObjectStore store) {
    Map<String, KeyInfo> present =
        repository.keys().stream().collect(Collectors.toMap(key -> key.id().toString(), k -> k));
    String opener = repository.keyInUse().toString();
    Map<String, SensitiveText> passwords = new HashMap<>();
    List<Wanted> wanted = new ArrayList<>();
    wanted.add(
        helped
            ? new Wanted.OpensNothing(request.passwordRef())
            : new Wanted.Opens(request.passwordRef(), opener, isOurs(present, opener)));
    for (WantedKey key : request.recovery()) {
      wanted.add(wanted(key, new KeyFiles(store, context), present));
      SensitiveText text = key.password();
      if (text != null) {
        passwords.put(key.ref(), text);
      }
    }
    KeyPlan plan = KeyPlan.decide(opener, wanted, request.known(), present.keySet());
    List<KnownKey> keys = new ArrayList<>(plan.keep());
    for (String ref : plan.add()) {
      keys.add(added(repository, store, ref, passwords));
    }
    for (KnownKey key : plan.remove()) {
      if (isOurs(present, key.keyId())) {
        repository.removeKey(FileId.parse(key.keyId()));
        changes.add(new Change.KeyRemoved(key.ref(), key.keyId()));
      }
    }
    return keys;
  }

  private Wanted wanted(WantedKey key, KeyFiles files, Map<String, KeyInfo> present) {
    SensitiveText text = key.password();
    if (text == null) {
      return new Wanted.Unreadable(key.ref());
    }
    try (SecretBytes password = bytes(text)) {
      return files
          .find(password)
          .map(found -> found.id().toString())
          .<Wanted>map(id -> new Wanted.Opens(key.ref(), id, isOurs(present, id)))
          .orElseGet(() -> new Wanted.OpensNothing(key.ref()));
    }
  }

  /** A key that was written, and that has opened the repository. */
  private KnownKey added(
      Repository repository, ObjectStore store, String ref, Map<String, SensitiveText> passwords) {
    try (SecretBytes password = bytes(passwords.getOrDefault(ref, request.login().password()))) {
      String id = repository.addKey(password).toString();
      requireOpened(store, password, repository.config().id());
      changes.add(new Change.KeyAdded(ref, id));
      return new KnownKey(ref, id, true);
    }
  }

  private void requireOpened(ObjectStore store, SecretBytes password, String repositoryId) {
    String opened = Repository.open(store, password, context).config().id();
    if (!opened.equals(repositoryId)) {
      throw new RepositoryException(
          Reason.CORRUPT, "The key that was just written opens another repository.");
    }
  }

  private boolean isOurs(Map<String, KeyInfo> present, String id) {
    KeyInfo key = present.get(id);
    return key != null && key.username().equals(context.actor().username());
  }

  private ProbeOutcome unusable(FailureReason reason, String sentence) {
    return new ProbeOutcome.Unusable(new Failure(reason, sentence), changes);
  }

  private static String skewSentence(Duration skew) {
    return "The object store's clock is %d s %s ours; from 5 minutes on it is not used."
        .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of");
  }

  private static String shortened(String id) {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }

  private static SecretBytes bytes(SensitiveText text) {
    return SecretBytes.ofUtf8(text.reveal());
  }
}
