package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.restore.guest.SandboxPlan.Leftover;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.RestoreInto.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxPlanTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");
  private static final SandboxMark OWN = new SandboxMark("0a1b", NOW.plusSeconds(60));
  private static final SandboxMark OTHER = new SandboxMark("ffff", NOW.plusSeconds(60));
  private static final SandboxMark EXPIRED = new SandboxMark("ffff", NOW.minusSeconds(1));

  @Test
  void takesTheNumbersOfItsRangeThatNoGuestHas() {
    assertThat(plan(guest(9000, "production"), guest(100)).free()).containsExactly(9001, 9002);
    assertThat(plan(guest(9000), guest(9001), guest(9002)).free()).isEmpty();
  }

  @Test
  void takesAwayWhatAnEarlierAttemptLeftAndWhatHasHadItsTime() {
    assertThat(
            plan(
                    guest(9000, Guest.TRIED, OWN.tag()),
                    guest(9001, EXPIRED.tag(), "lab", Guest.TRIED))
                .leftovers())
        .containsExactly(
            new Leftover(9000, GuestKind.QEMU, "pve01", OWN),
            new Leftover(9001, GuestKind.QEMU, "pve01", EXPIRED));
  }

  @Test
  void saysHowAPersonTakesAwayWhatIsLeft() {
    assertThat(new Leftover(9000, GuestKind.QEMU, "pve02", OWN).text(true))
        .isEqualTo(
            "Guest 9000 of a test is still on node pve02; as root there, this takes it away: qm stop 9000; qm destroy 9000 --purge 1");
    assertThat(new Leftover(9001, GuestKind.LXC, "pve02", OWN).text(false))
        .isEqualTo(
            "Guest 9001 of a test may still be on node pve02; as root there, this takes it away: pct stop 9001; pct destroy 9001 --purge 1");
  }

  @Test
  void touchesNothingElse() {
    assertThat(
            plan(
                    guest(9000, Guest.TRIED, OTHER.tag()),
                    guest(9001, OWN.tag()),
                    guest(9002, Guest.TRIED),
                    guest(8999, Guest.TRIED, OWN.tag()),
                    guest(9003, Guest.TRIED, EXPIRED.tag()))
                .leftovers())
        .isEmpty();
  }

  @Test
  void aMarkIsReadAsItIsWritten() {
    assertThat(SandboxMark.of(OWN.tag())).contains(OWN);
    assertThat(SandboxMark.of("sv-0a1b-")).isEmpty();
    assertThat(SandboxMark.of("sv-0a1b-17x")).isEmpty();
  }

  private static SandboxPlan plan(Guest... guests) {
    Place place =
        new Place(
            new ProxmoxAccess("https://pve01.example.org:8006", null, null, "id", "secret"),
            new ProxmoxOrder.Ssh("root", "key", List.of(), 22),
            "pve01",
            "local-lvm",
            9000,
            9002);
    return SandboxPlan.of(List.of(guests), place, OWN.work(), NOW);
  }

  private static Guest guest(int vmid, String... tags) {
    return new Guest(
        vmid,
        GuestKind.QEMU,
        "some",
        "pve01",
        true,
        false,
        Optional.empty(),
        Set.of(tags),
        Optional.empty());
  }
}
