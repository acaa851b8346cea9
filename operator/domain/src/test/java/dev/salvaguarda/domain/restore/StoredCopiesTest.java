package dev.salvaguarda.domain.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.restore.CopyChoice.Standing;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.StoredCopies.Point;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of the copies that a repository holds a restore brings back. */
class StoredCopiesTest {
  private static final String DB = "db.example.org";
  private static final List<String> ALL = List.of();

  @Test
  void theNewestCopyCapturedAtOrBeforeTheInstantIsTaken() {
    List<StoredCopy> copies =
        List.of(copy("march-3", "payroll"), copy("march-1", "payroll"), copy("march-2", "payroll"));

    assertThat(ids(at("2026-03-02T21:59:59Z", copies).answer(ALL)))
        .containsExactly("payroll-march-1");
    assertThat(ids(at("2026-03-02T22:00:00Z", copies).answer(ALL)))
        .containsExactly("payroll-march-2");
    assertThat(ids(newest(copies).answer(ALL))).containsExactly("payroll-march-3");
    assertThat(at("2026-03-02T22:00:00Z", copies).newest())
        .contains(Instant.parse("2026-03-02T22:00:00Z"));
  }

  @Test
  void thePlanSaysWhoMadeTheCopiesAndWhen() {
    assertThat(found(newest(List.of(copy("march-1", "payroll"))).answer(ALL)))
        .isEqualTo(
            new RestorePlan(
                "nightly",
                "march-1",
                "offsite",
                Instant.parse("2026-03-01T22:00:00Z"),
                List.of(new Part("payroll", "payroll-march-1", 1000L, null))));
  }

  @Test
  void whereNothingIsOldEnoughTheOldestThereIsIsTold() {
    List<StoredCopy> copies =
        List.of(copy("march-2", "payroll"), copy("march-1", "payroll"), copy("march-3", "mail"));

    assertThat(why(at("2026-01-01T00:00:00Z", copies).answer(ALL)))
        .isEqualTo(
            "BackupPolicy nightly at or before 2026-01-01T00:00:00Z in repository offsite has no"
                + " copy; the oldest was captured at 2026-03-01T22:00:00Z.");
    assertThat(why(at("2026-03-01T23:00:00Z", copies).answer(List.of("payroll", "mail"))))
        .isEqualTo(
            "BackupPolicy nightly at or before 2026-03-01T23:00:00Z in repository offsite has no"
                + " copy of mail; the oldest was captured at 2026-03-03T22:00:00Z. It has payroll.");
    assertThat(why(newest(List.of()).answer(ALL)))
        .isEqualTo("BackupPolicy nightly in repository offsite has no copy.");
  }

  @Test
  void whatFellShortOrIsDamagedIsTakenOnlyWhereNothingIsBetter() {
    List<StoredCopy> copies =
        List.of(
            copy("march-1", "payroll"),
            copy("march-2", "payroll", Standing.DAMAGED),
            copy("march-3", "payroll", Standing.SHORT),
            copy("march-1", "mail", Standing.SHORT),
            copy("march-2", "mail", Standing.SHORT),
            copy("march-3", "mail", Standing.SHORT));
    StoredCopies march = newest(copies);

    assertThat(ids(march.answer(ALL))).containsExactly("mail-march-3", "payroll-march-1");
    assertThat(march.isSound(ALL)).isFalse();
    assertThat(march.isSound(List.of("payroll"))).isTrue();
    assertThat(march.isSound(List.of("share"))).isFalse();
    assertThat(ids(newest(copies.subList(1, 3)).answer(ALL))).containsExactly("payroll-march-2");
  }

  @Test
  void aTargetThatWasCopiedAgainLaterMustHaveBeenThere() {
    List<StoredCopy> copies =
        List.of(
            copy("march-1", "payroll"),
            copy("march-1", "mail"),
            copy("march-2", "payroll"),
            copy("march-3", "payroll"),
            copy("march-3", "mail"));

    assertThat(ids(at("2026-03-02T23:00:00Z", copies).answer(ALL)))
        .containsExactly("mail-march-1", "payroll-march-2");
  }

  /** It may have been dropped, or never have been copied well since. */
  @Test
  void aTargetThatNoLaterRunCopiedAgainIsNeitherLeftOutNorBroughtBackUnasked() {
    List<StoredCopy> copies =
        List.of(copy("march-1", "payroll"), copy("march-1", "old"), copy("march-2", "payroll"));
    StoredCopies march = newest(copies);

    assertThat(why(march.answer(ALL)))
        .isEqualTo(
            "BackupPolicy nightly in repository offsite has copies of old that no later run made"
                + " again, and nothing tells whether they should come back: name in targets what is"
                + " wanted, of old, payroll.");
    assertThat(ids(march.answer(List.of("payroll")))).containsExactly("payroll-march-2");
    assertThat(ids(march.answer(List.of("old")))).containsExactly("old-march-1");
  }

  @Test
  void aRunThatIsKnownToHaveCopiedAllSaysWhatThereWas() {
    List<StoredCopy> copies =
        List.of(
            copy("march-1", "payroll"),
            copy("march-1", "old"),
            copy("march-2", "payroll"),
            copy("march-2", "mail"),
            copy("march-3", "payroll"));

    assertThat(ids(newest(copies, note("march-2", true, true, "payroll", "mail")).answer(ALL)))
        .containsExactly("mail-march-2", "payroll-march-3");
  }

  @Test
  void aTargetThatNoRunCouldCopyIsNotLeftOutUnnoticed() {
    StoredCopies march =
        newest(
            List.of(copy("march-1", "payroll"), copy("march-2", "payroll")),
            note("march-2", true, false, "payroll", "mail"));

    assertThat(why(march.answer(ALL)))
        .isEqualTo(
            "BackupPolicy nightly in repository offsite has no copy of mail; it has payroll, which"
                + " can be named in targets.");
    assertThat(ids(march.answer(List.of("payroll")))).containsExactly("payroll-march-2");
  }

  @Test
  void whatOnlyAPersonAskedForAndThatIsNotThereBlocksNothing() {
    assertThat(
            ids(
                newest(
                        List.of(copy("march-1", "payroll")),
                        note("march-2", false, false, "payrol"),
                        note("march-1", true, true, "payroll"))
                    .answer(ALL)))
        .containsExactly("payroll-march-1");
  }

  @Test
  void theSourceOfThePolicyIsMeantAndNotAnotherThatSharesItsName() {
    List<StoredCopy> copies =
        List.of(
            copy("march-1", "payroll"),
            of("march-2", "payroll", "other.example.org"),
            of("march-3", "mail", "other.example.org"));

    assertThat(ids(newest(copies).answer(ALL))).containsExactly("payroll-march-1");
  }

  @Test
  void aPolicyWhoseSourceMovedHasTheCopiesOfItsFormerSourceToo() {
    List<StoredCopy> copies =
        List.of(of("march-1", "payroll", "old.example.org"), copy("march-3", "payroll"));

    assertThat(ids(at("2026-03-02T00:00:00Z", copies).answer(ALL)))
        .containsExactly("payroll-march-1");
  }

  @Test
  void whereNothingTellsWhichSourceIsMeantNoneIsTaken() {
    List<StoredCopy> copies =
        List.of(
            of("march-1", "payroll", "a.example.org"), of("march-2", "payroll", "b.example.org"));
    Point gone = new Point("nightly", "offsite", Instant.MAX, null);

    assertThat(why(StoredCopies.of(gone, copies, List.of()).answer(ALL)))
        .isEqualTo(
            "BackupPolicy nightly in repository offsite has copies of several sources"
                + " (a.example.org, b.example.org), and nothing tells which is meant: name the"
                + " snapshot instead.");
    assertThat(ids(StoredCopies.of(gone, copies.subList(0, 1), List.of()).answer(ALL)))
        .containsExactly("payroll-march-1");
  }

  private static StoredCopies newest(List<StoredCopy> copies, RunNote... notes) {
    return StoredCopies.of(
        new Point("nightly", "offsite", Instant.MAX, DB), copies, List.of(notes));
  }

  private static StoredCopies at(String instant, List<StoredCopy> copies) {
    return StoredCopies.of(
        new Point("nightly", "offsite", Instant.parse(instant), DB), copies, List.of());
  }

  private static RunNote note(String run, boolean all, boolean whole, String... targets) {
    return new RunNote("uid-" + run, dayOf(run), Set.of(targets), all, whole);
  }

  private static StoredCopy copy(String run, String target) {
    return copy(run, target, Standing.SOUND);
  }

  private static StoredCopy copy(String run, String target, Standing standing) {
    return stored(run, target, DB, standing);
  }

  private static StoredCopy of(String run, String target, String host) {
    return stored(run, target, host, Standing.SOUND);
  }

  private static StoredCopy stored(String run, String target, String host, Standing standing) {
    return new StoredCopy(
        run,
        "uid-" + run,
        host,
        dayOf(run),
        new Part(target, target + "-" + run, 1000L, null),
        standing);
  }

  /** The evening of a run such as {@code march-2}. */
  private static Instant dayOf(String run) {
    return Instant.parse("2026-03-0%sT22:00:00Z".formatted(run.substring(run.indexOf('-') + 1)));
  }

  private static RestorePlan found(SourceAnswer answer) {
    assertThat(answer).isInstanceOf(SourceAnswer.Found.class);
    return ((SourceAnswer.Found) answer).plan();
  }

  private static List<String> ids(SourceAnswer answer) {
    return found(answer).parts().stream().map(Part::snapshotId).toList();
  }

  private static @Nullable String why(SourceAnswer answer) {
    assertThat(answer).isInstanceOf(SourceAnswer.Impossible.class);
    return ((SourceAnswer.Impossible) answer).why();
  }
}
