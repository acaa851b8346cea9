package dev.salvaguarda.controller.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.archive.KeyPlan.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyPlanTest {
  private static final Wanted MAIN = new Wanted.Opens("repo/password", "k-main", true);
  private static final Set<String> NOBODY = Set.of();

  @Test
  void addsAKeyForAPasswordThatOpensNothing() {
    KeyPlan plan =
        KeyPlan.decide(
            "k-main",
            List.of(MAIN, new Wanted.OpensNothing("safe/password")),
            List.of(),
            Set.of("k-main"),
            NOBODY);

    assertThat(plan.add()).containsExactly("safe/password");
    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).containsExactly(new KnownKey("repo/password", "k-main", true));
  }

  @Test
  void removesTheKeyWhoseReferenceLeftTheSpec() {
    KnownKey gone = new KnownKey("safe/password", "k-safe", true);

    KeyPlan plan =
        KeyPlan.decide("k-main", List.of(MAIN), List.of(gone), Set.of("k-main", "k-safe"), NOBODY);

    assertThat(plan.remove()).containsExactly(gone);
  }

  @Test
  void removesNothingInTheProbeThatAddsSomething() {
    KnownKey gone = new KnownKey("old/password", "k-old", true);

    KeyPlan plan =
        KeyPlan.decide(
            "k-main",
            List.of(MAIN, new Wanted.OpensNothing("safe/password")),
            List.of(gone),
            Set.of("k-main", "k-old"),
            NOBODY);

    assertThat(plan.add()).containsExactly("safe/password");
    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).contains(gone);
  }

  @Test
  void neverRemovesAKeyThatAPersonWrote() {
    KnownKey gone = new KnownKey("safe/password", "k-safe", false);

    KeyPlan plan =
        KeyPlan.decide("k-main", List.of(MAIN), List.of(gone), Set.of("k-main", "k-safe"), NOBODY);

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).contains(gone);
  }

  @Test
  void aKeyThatAPersonWroteStaysAPersonsThoughAnotherReferenceSaysWeWroteIt() {
    KnownKey theirs = new KnownKey("old/password", "k-safe", false);
    KnownKey ours = new KnownKey("safe/password", "k-safe", true);

    KeyPlan plan =
        KeyPlan.decide(
            "k-main", List.of(MAIN), List.of(theirs, ours), Set.of("k-main", "k-safe"), NOBODY);

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).contains(theirs);
  }

  @Test
  void neverRemovesAKeyThatAnotherObjectForThisPlaceUses() {
    KnownKey shared = new KnownKey("old/password", "k-old", true);

    KeyPlan plan =
        KeyPlan.decide(
            "k-main", List.of(MAIN), List.of(shared), Set.of("k-main", "k-old"), Set.of("k-old"));

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).contains(shared);
  }

  @Test
  void neverRemovesTheKeyThatJustOpenedTheRepository() {
    KnownKey renamed = new KnownKey("old/password", "k-main", true);

    KeyPlan plan =
        KeyPlan.decide(
            "k-main",
            List.of(new Wanted.Unreadable("repo/password")),
            List.of(renamed),
            Set.of("k-main"),
            NOBODY);

    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void keepsTheKeyOfASecretThatIsGone() {
    KnownKey safe = new KnownKey("safe/password", "k-safe", true);

    KeyPlan plan =
        KeyPlan.decide(
            "k-main",
            List.of(MAIN, new Wanted.Unreadable("safe/password")),
            List.of(safe),
            Set.of("k-main", "k-safe"),
            NOBODY);

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).contains(safe);
  }

  @Test
  void keepsTheOldKeyOfAPasswordThatChangedInItsSecret() {
    KnownKey old = new KnownKey("safe/password", "k-old", true);

    KeyPlan plan =
        KeyPlan.decide(
            "k-main",
            List.of(MAIN, new Wanted.OpensNothing("safe/password")),
            List.of(old),
            Set.of("k-main", "k-old"),
            NOBODY);

    assertThat(plan.add()).containsExactly("safe/password");
    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).contains(old);
  }

  @Test
  void keepsAKeyThatAnotherReferenceOpensToo() {
    KnownKey gone = new KnownKey("copy/password", "k-safe", true);

    KeyPlan plan =
        KeyPlan.decide(
            "k-main",
            List.of(MAIN, new Wanted.Opens("safe/password", "k-safe", true)),
            List.of(gone),
            Set.of("k-main", "k-safe"),
            NOBODY);

    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void forgetsAKeyThatSomebodyElseRemoved() {
    KnownKey gone = new KnownKey("safe/password", "k-safe", true);

    KeyPlan plan = KeyPlan.decide("k-main", List.of(MAIN), List.of(gone), Set.of("k-main"), NOBODY);

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.keep()).doesNotContain(gone);
  }

  @Property
  void whatIsRemovedWasOursUnreferencedAndNotTheLast(@ForAll long seed) {
    Random random = new Random(seed);
    List<Wanted> wanted = new ArrayList<>();
    List<KnownKey> known = new ArrayList<>();
    Set<String> present = new HashSet<>(Set.of("k0"));
    for (int i = 0; i < 6; i++) {
      String ref = "s" + random.nextInt(6) + "/p";
      String key = "k" + random.nextInt(5);
      known.add(new KnownKey(ref, key, random.nextBoolean()));
      if (random.nextInt(4) > 0) {
        present.add(key);
      }
    }
    for (int i = 0; i < random.nextInt(5); i++) {
      String ref = "s" + i + "/p";
      wanted.add(
          switch (random.nextInt(3)) {
            case 0 -> new Wanted.Opens(ref, "k" + random.nextInt(5), random.nextBoolean());
            case 1 -> new Wanted.OpensNothing(ref);
            default -> new Wanted.Unreadable(ref);
          });
    }

    Set<String> others = Set.of("k" + random.nextInt(5));
    KeyPlan plan = KeyPlan.decide("k0", wanted, known, present, others);

    List<String> refs = wanted.stream().map(Wanted::ref).toList();
    assertThat(plan.remove())
        .allSatisfy(key -> {
          assertThat(key.addedByUs()).isTrue();
          assertThat(key.keyId()).isNotEqualTo("k0");
          assertThat(others).doesNotContain(key.keyId());
          assertThat(refs).doesNotContain(key.ref());
          assertThat(known).contains(key);
          assertThat(plan.keep()).noneMatch(kept -> kept.keyId().equals(key.keyId()));
        });
    assertThat(known)
        .filteredOn(key -> present.contains(key.keyId()))
        .as("what is there and is not removed is known afterwards")
        .allMatch(key ->
            Stream.concat(plan.keep().stream(), plan.remove().stream())
                .anyMatch(one -> one.keyId().equals(key.keyId())));
  }
}
