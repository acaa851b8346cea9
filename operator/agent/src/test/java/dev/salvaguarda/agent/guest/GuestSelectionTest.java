package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuestSelectionTest {
  private static final List<Guest> THERE =
      List.of(
          guest(100, "mail", Set.of("nightly"), null, false),
          guest(101, "payroll", Set.of("nightly", "finance"), "office", false),
          guest(102, "helpdesk", Set.of(), "office", false),
          guest(900, "debian-13", Set.of("nightly"), null, true),
          guest(9000, "salvaguarda-test-9000", Set.of("nightly", Guest.TRIED), "office", false));

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
    return GuestSelection.of(new ProxmoxOrder.Guests(ids, tags, pools, names, exclude), THERE);
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
