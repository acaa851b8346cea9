package dev.salvaguarda.controller.archive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to do about the keys of a repository so that they match the references of the spec.
 *
 * <p>A lost key can be a lost archive, so a key is removed only if all of this is true: an earlier
 * probe tied it to a reference, that reference has left the spec, we wrote the key, no other
 * reference opens it, no other object for the same place uses it, it is not the key that has just
 * opened the repository, and nothing is to be added: what is new is first shown to open the
 * repository in a later probe. A password that changed in its Secret, a Secret that is gone and a
 * status that was lost never remove anything. What stays in the repository stays known.
 *
 * @param add references whose password opens no key yet
 * @param remove keys to take out of the repository
 * @param keep what is known after that, without the keys to be added
 */
public record KeyPlan(List<String> add, List<KnownKey> remove, List<KnownKey> keep) {
  public KeyPlan {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
    keep = List.copyOf(keep);
  }

  /** A reference of the spec, and what its password does now. */
  public sealed interface Wanted {
    String ref();

    /** The password opens this key. */
    record Opens(String ref, String keyId, boolean addedByUs) implements Wanted {}

    /** The password opens no key. */
    record OpensNothing(String ref) implements Wanted {}

    /** The password could not be read now, so nothing is known about it. */
    record Unreadable(String ref) implements Wanted {}
  }

  /**
   * Decides.
   *
   * @param openedWith the key that opened the repository in this very probe
   * @param wanted each reference of the spec once
   * @param known what earlier probes tied together
   * @param present ids of the keys that the repository has
   * @param usedByOthers ids of the keys that other objects for the same place need
   */
  public static KeyPlan decide(
      String openedWith,
      List<Wanted> wanted,
      List<KnownKey> known,
      Set<String> present,
      Set<String> usedByOthers) {
    List<String> add = new ArrayList<>();
    Set<KnownKey> keep = new LinkedHashSet<>();
    for (Wanted want : wanted) {
      tied(want).ifPresent(keep::add);
      if (want instanceof Wanted.OpensNothing) {
        add.add(want.ref());
      }
    }
    List<String> refs = wanted.stream().map(Wanted::ref).toList();
    List<KnownKey> orphans = new ArrayList<>();
    for (KnownKey key : known) {
      if (!present.contains(key.keyId())) {
        continue;
      }
      if (!refs.contains(key.ref())) {
        orphans.add(key);
      } else if (keep.stream().noneMatch(kept -> kept.keyId().equals(key.keyId()))) {
        keep.add(key);
      }
    }
    List<KnownKey> unwanted =
        orphans.stream()
            .filter(key -> keep.stream().noneMatch(kept -> kept.keyId().equals(key.keyId())))
            .toList();
    Set<String> staying = new HashSet<>(usedByOthers);
    staying.add(openedWith);
    unwanted.stream().filter(key -> !key.addedByUs()).map(KnownKey::keyId).forEach(staying::add);
    List<KnownKey> remove =
        add.isEmpty()
            ? unwanted.stream().filter(key -> !staying.contains(key.keyId())).toList()
            : List.of();
    unwanted.stream().filter(key -> !remove.contains(key)).forEach(keep::add);
    return new KeyPlan(add, remove, List.copyOf(keep));
  }

  private static Optional<KnownKey> tied(Wanted want) {
    return switch (want) {
      case Wanted.Opens(String ref, String keyId, boolean addedByUs) ->
          Optional.of(new KnownKey(ref, keyId, addedByUs));
      case Wanted.OpensNothing _, Wanted.Unreadable _ -> Optional.empty();
    };
  }
}
