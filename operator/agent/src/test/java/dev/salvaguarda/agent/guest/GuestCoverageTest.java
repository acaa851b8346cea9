package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.domain.guest.Coverage;
import dev.salvaguarda.domain.guest.Coverage.LeftOut;
import dev.salvaguarda.domain.guest.Exclusion;
import dev.salvaguarda.domain.guest.GuestName;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Guests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestCoverageTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");
  private static final Guest ON_TRIAL =
      guest(
          9000,
          "salvaguarda-test-9000",
          Optional.empty(),
          Guest.TRIED,
          "sv-0a1b-" + NOW.getEpochSecond());
  private static final List<Guest> THERE =
      List.of(
          guest(100, "mail", "nightly"),
          guest(101, "payroll", "nightly"),
          guest(102, "", "lab"),
          guest(103, "help-desk", "weekly"),
          guest(104, "old-mail", "lab"),
          ON_TRIAL,
          guest(9001, "VM 9001", Optional.of("create")));

  @Test
  void aGuestIsCoveredIfAnyPolicyCopiesIt() {
    Coverage coverage =
        GuestCoverage.of(THERE, List.of(tagged("nightly"), tagged("weekly")), List.of(), NOW);

    assertThat(coverage)
        .isEqualTo(
            new Coverage(
                3,
                List.of(new GuestName(102, ""), new GuestName(104, "old-mail")),
                List.of(),
                Set.of()));
  }

  @Test
  void whatAPolicyLeavesOutOfItsSelectionIsInNone() {
    Guests nightly = new Guests(List.of(), List.of(), List.of(), List.of(), List.of(104));

    assertThat(GuestCoverage.of(THERE, List.of(nightly), List.of(), NOW).uncovered())
        .containsExactly(new GuestName(104, "old-mail"));
  }

  @Test
  void whatIsLeftOutOnPurposeIsToldWithTheReasonUnlessAPolicyCopiesIt() {
    Coverage coverage =
        GuestCoverage.of(
            THERE,
            List.of(
                tagged("nightly"),
                new Guests(List.of(104), List.of(), List.of(), List.of(), List.of())),
            List.of(
                new Exclusion(tagged("lab"), "made anew each term", "J. Silva"),
                new Exclusion(tagged("weekly"), "moved away", null)),
            NOW);

    assertThat(coverage.covered()).isEqualTo(3);
    assertThat(coverage.uncovered()).isEmpty();
    assertThat(coverage.excluded())
        .containsExactly(
            new LeftOut(new GuestName(102, ""), "made anew each term", "J. Silva"),
            new LeftOut(new GuestName(103, "help-desk"), "moved away", null));
  }

  /** Clones have the tags of what they are made of, and anybody may set one. */
  @Test
  void aTagOfATestKeepsNoGuestFromBeingCountedUnlessATestIsUnderWay() {
    Guests all = new Guests(List.of(), List.of(), List.of(), List.of(), List.of());
    String expired = "sv-0a1b-" + (NOW.getEpochSecond() - 1);
    List<Guest> there =
        List.of(
            guest(100, "mail"),
            guest(101, "clone", Optional.empty(), Guest.TRIED),
            guest(102, "left", Optional.empty(), Guest.TRIED, expired),
            guest(103, "lab", Optional.empty(), Guest.TRIED),
            ON_TRIAL);

    Coverage coverage =
        GuestCoverage.of(
            there,
            List.of(all),
            List.of(
                new Exclusion(
                    new Guests(List.of(), List.of(), List.of(), List.of("lab"), List.of()),
                    "made anew each term",
                    null)),
            NOW);

    assertThat(coverage)
        .isEqualTo(
            new Coverage(
                1,
                List.of(new GuestName(101, "clone"), new GuestName(102, "left")),
                List.of(new LeftOut(new GuestName(103, "lab"), "made anew each term", null)),
                Set.of(101, 102)));
  }

  private static Guests tagged(String tag) {
    return new Guests(List.of(), List.of(tag), List.of(), List.of(), List.of());
  }

  private static Guest guest(int vmid, String name, String... tags) {
    return guest(vmid, name, Optional.empty(), tags);
  }

  private static Guest guest(int vmid, String name, Optional<String> lock, String... tags) {
    return new Guest(
        vmid, GuestKind.QEMU, name, "pve01", true, false, lock, Set.of(tags), Optional.empty());
  }
}
