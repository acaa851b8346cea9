package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.controller.archive.KeyPlan;
import dev.salvaguarda.controller.archive.KeyPlan.Wanted;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome.Change;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.archive.WantedKey;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.key.KeyFiles;
import dev.salvaguarda.repository.key.KeyInfo;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lets the keys of a repository follow the spec.
 *
 * @param changes takes what was added and removed
 */
record KeyAlignment(
    ProbeRequest request, RepositoryContext context, ObjectStore store, List<Change> changes) {

  /**
   * Adds and removes keys of an open repository.
   *
   * @param helped whether another password than the one of the login opened it
   * @return which key each reference opens afterwards
   */
  List<KnownKey> of(Repository repository, boolean helped) {
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
    List<KnownKey> known =
        request.known().stream()
            .map(key ->
                new KnownKey(
                    key.ref(), key.keyId(), key.addedByUs() && isOurs(present, key.keyId())))
            .toList();
    KeyPlan plan = KeyPlan.decide(opener, wanted, known, present.keySet(), request.usedByOthers());
    List<KnownKey> keys = new ArrayList<>(plan.keep());
    for (String ref : plan.add()) {
      keys.add(added(repository, ref, passwords));
    }
    for (KnownKey key : plan.remove()) {
      repository.removeKey(FileId.parse(key.keyId()));
      changes.add(new Change.KeyRemoved(key.ref(), key.keyId()));
    }
    return keys;
  }

  private Wanted wanted(WantedKey key, KeyFiles files, Map<String, KeyInfo> present) {
    SensitiveText text = key.password();
    if (text == null) {
      return new Wanted.Unreadable(key.ref());
    }
    try (SecretBytes password = RepositoryProbe.bytes(text)) {
      return files
          .find(password)
          .map(found -> found.id().toString())
          .<Wanted>map(id -> new Wanted.Opens(key.ref(), id, isOurs(present, id)))
          .orElseGet(() -> new Wanted.OpensNothing(key.ref()));
    }
  }

  /** A key that was written, and that has opened the repository. */
  private KnownKey added(Repository repository, String ref, Map<String, SensitiveText> passwords) {
    try (SecretBytes password =
        RepositoryProbe.bytes(passwords.getOrDefault(ref, request.login().password()))) {
      String id = repository.addKey(password).toString();
      requireOpened(password, repository.config().id());
      changes.add(new Change.KeyAdded(ref, id));
      return new KnownKey(ref, id, true);
    }
  }

  private void requireOpened(SecretBytes password, String repositoryId) {
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
}
