package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuestSelectionTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");
  private static final List<Guest> THERE =
      List.of(
          guest(100, "mail", Set.of("nightly"), null, false),
          guest(101, "payroll", Set.of("nightly", "finance"), "office", false),
          guest(102, "helpdesk", Set.of(), "office", false),
          guest(900, "debian-13", Set.of("nightly"), null, true),
          guest(
              9000,
              "salvaguarda-test-9000",
              Set.of("nightly", Guest.TRIED, "sv-0a-" + NOW.getEpochSecond()),
              "office",
              false));

  @Test
  void namingNothingMeansAllButTemplates() {
    GuestSelection all = selected(List.of(), List.of(), List.of(), List.of(), List.of());

    assertThat(all.wanted()).containsExactly(100, 101, 102);
    assertThat(all.remarks())
        .containsExactly(
            "Guest 900 (debian-13) is a template and is left out; name it in guests.ids to copy it.");
  }

  @Test
  void whatAnyOfTheListsNamesIsCopiedOnceAndInOrder() {
    assertThat(
            selected(
                    List.of(102), List.of("finance"), List.of("office"), List.of("mail"), List.of())
                .wanted())
        .containsExactly(100, 101, 102);
  }

  @Test
  void whatIsExcludedIsLeftOutWhateverNamesIt() {
    assertThat(
            selected(List.of(100, 101), List.of(), List.of("office"), List.of(), List.of(101))
                .wanted())
        .containsExactly(100, 102);
  }

  /** In the next night it would be missed, since it is gone by then. */
  @Test
  void aGuestWithWhichACopyIsTriedIsCopiedOnlyIfItIsNamed() {
    assertThat(
            selected(List.of(), List.of("nightly"), List.of("office"), List.of(), List.of())
                .wanted())
        .containsExactly(100, 101, 102);
    assertThat(selected(List.of(9000), List.of(), List.of(), List.of(), List.of()).wanted())
        .containsExactly(9000);
  }

  @Test
  void aGuestThatHasTheTagOfATestWithoutOneIsLeftOutAndTold() {
    List<Guest> there =
        List.of(
            guest(100, "mail", Set.of("nightly"), null, false),
            guest(101, "clone", Set.of("nightly", Guest.TRIED), null, false),
            guest(102, "lab", Set.of(Guest.TRIED), null, false));

    GuestSelection selection =
        GuestSelection.of(
            new ProxmoxOrder.Guests(List.of(), List.of("nightly"), List.of(), List.of(), List.of()),
            there,
            NOW);

    assertThat(selection.wanted()).containsExactly(100);
    assertThat(selection.remarks())
        .containsExactly(
            "Guest 101 (clone) has the tag salvaguarda-test of a test and is left out; name it in guests.ids to copy it, or take the tag away, which clones have from what they are made of.");
  }

  /** Until Proxmox has made a guest of a test, it does not show its tags. */
  @Test
  void aGuestThatIsBeingMadeIsLeftOutAndTold() {
    Guest made =
        new Guest(
            9001,
            GuestKind.QEMU,
            "VM 9001",
            "pve01",
            false,
            false,
            Optional.of("create"),
            Set.of(),
            Optional.empty());

    GuestSelection selection =
        GuestSelection.of(
            new ProxmoxOrder.Guests(List.of(), List.of(), List.of(), List.of(), List.of()),
            List.of(made),
            NOW);

    assertThat(selection.wanted()).isEmpty();
    assertThat(selection.remarks())
        .containsExactly(
            "Guest 9001 (VM 9001) is just being made and is left out; the next run copies it.");
  }

  @Test
  void aGuestThatIsNamedAndNotThereIsMissed() {
    assertThat(selected(List.of(100, 105), List.of(), List.of(), List.of(), List.of()).wanted())
        .containsExactly(100, 105);
  }

  @Test
  void aTagThatNoGuestHasIsTold() {
    GuestSelection selection =
        selected(List.of(100), List.of("hourly"), List.of("lab"), List.of("dns"), List.of());

    assertThat(selection.remarks())
        .containsExactly(
            "No guest has the tag hourly.",
            "No guest has the pool lab.",
            "No guest has the name dns.");
  }

  private static GuestSelection selected(
      List<Integer> ids,
      List<String> tags,
      List<String> pools,
      List<String> names,
      List<Integer> exclude) {
    return GuestSelection.of(new ProxmoxOrder.Guests(ids, tags, pools, names, exclude), THERE, NOW);
  }

  private static Guest guest(
      int vmid, String name, Set<String> tags, @Nullable String pool, boolean template) {
    return new Guest(
        vmid,
        GuestKind.QEMU,
        name,
        "pve01",
        true,
        template,
        Optional.empty(),
        tags,
        Optional.ofNullable(pool));
  }
}
