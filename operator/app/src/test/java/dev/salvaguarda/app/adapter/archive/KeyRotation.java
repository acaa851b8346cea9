package dev.salvaguarda.app.adapter.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.wiring.MinioStoreOpener;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeOutcome.Usable;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.archive.WantedKey;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.port.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A repository whose spec names other passwords again and again, probed by an operator that dies
 * before each thing it changes; stock restic says which passwords open it meanwhile.
 *
 * @param passwords by the reference that names them
 * @param resticNow asked at every moment
 * @param resticAfterwards asked too, once a probe has come to its end
 * @param asked answers so far, by program and keys
 */
record KeyRotation(
    RepositoryContext context,
    ArchiveLogin login,
    Map<String, String> passwords,
    ResticKeys restic,
    Path resticNow,
    Path resticAfterwards,
    Map<String, Set<String>> asked) {

  /** What the spec names, and what is known from earlier probes. */
  record Spec(String passwordRef, List<String> recoveryRefs, List<KnownKey> known) {
    Set<String> refs() {
      return Stream.concat(Stream.of(passwordRef), recoveryRefs.stream())
          .collect(Collectors.toSet());
    }
  }

  /** One probe. Whatever moment it is cut off at, what is promised holds. */
  Usable probe(Spec spec, String repositoryId) throws Exception {
    ProbeRequest request = request(spec, repositoryId);
    Map<String, byte[]> before = keys();
    Set<String> opening = opening(resticNow);
    for (int changes = 0; ; changes++) {
      try {
        Usable done = usable(probe(request, changes));
        assertThat(opening(resticAfterwards)).isEqualTo(opening(resticNow));
        return done;
      } catch (MortalStore.Death e) {
        if (!keys().keySet().equals(before.keySet())) {
          Set<String> now = opening(resticNow);
          requireAccess(spec, opening, now);
          usable(probe(request, Integer.MAX_VALUE));
          requireAccess(spec, opening, opening(resticNow));
          putBack(before);
        }
      }
    }
  }

  /** References whose passwords open the repository; the same keys are not asked about twice. */
  Set<String> opening(Path program) throws Exception {
    String question = program + " " + keys().keySet();
    Set<String> known = asked.get(question);
    if (known != null) {
      return known;
    }
    Set<String> opening = new TreeSet<>();
    for (Map.Entry<String, String> password : passwords.entrySet()) {
      OptionalInt keys = restic.openedWith(program, password.getValue());
      if (keys.isPresent()) {
        assertThat(keys).hasValue(keys().size());
        opening.add(password.getKey());
      }
    }
    asked.put(question, opening);
    return opening;
  }

  /** What opened and is still wanted opens; nothing goes before all that is wanted opens. */
  private static void requireAccess(Spec spec, Set<String> before, Set<String> now) {
    Set<String> stays = new HashSet<>(before);
    stays.retainAll(spec.refs());
    assertThat(now).containsAll(stays);
    if (!now.containsAll(before)) {
      assertThat(now).containsAll(spec.refs());
    }
    assertThat(now).isNotEmpty();
  }

  private ProbeOutcome probe(ProbeRequest request, int changes) {
    StoreOpener stores = new MinioStoreOpener(context);
    return new RepositoryArchiveAccess(
            place -> MortalStore.of(stores.open(place), changes), context)
        .probe(request);
  }

  /** As the gatherer asks, while all Secrets can be read. */
  private ProbeRequest request(Spec spec, String repositoryId) {
    return new ProbeRequest(
        new ArchiveLogin(
            login.name(),
            login.place(),
            login.accessKey(),
            login.secretKey(),
            login.sessionToken(),
            new SensitiveText(passwords.getOrDefault(spec.passwordRef(), ""))),
        spec.passwordRef(),
        spec.recoveryRefs().stream().map(this::wanted).toList(),
        spec.known().stream()
            .map(KnownKey::ref)
            .filter(ref -> !spec.refs().contains(ref))
            .distinct()
            .map(this::wanted)
            .toList(),
        spec.known(),
        repositoryId);
  }

  private WantedKey wanted(String ref) {
    return WantedKey.of(ref, new SensitiveText(passwords.getOrDefault(ref, "")));
  }

  private Map<String, byte[]> keys() {
    try (ObjectStore store = new MinioStoreOpener(context).open(login)) {
      List<String> names = new ArrayList<>();
      store.list("keys/", entry -> names.add(entry.key()));
      Map<String, byte[]> found = new TreeMap<>();
      names.forEach(name -> found.put(name, store.get(name)));
      return found;
    }
  }

  private void putBack(Map<String, byte[]> keys) {
    try (ObjectStore store = new MinioStoreOpener(context).open(login)) {
      Map<String, byte[]> now = new HashMap<>(keys());
      now.keySet().stream().filter(name -> !keys.containsKey(name)).forEach(store::delete);
      keys.forEach(store::put);
    }
  }

  private static Usable usable(ProbeOutcome outcome) {
    assertThat(outcome).isInstanceOf(Usable.class);
    return (Usable) outcome;
  }
}
