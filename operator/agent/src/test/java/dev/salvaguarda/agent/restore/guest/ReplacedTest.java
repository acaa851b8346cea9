package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.RestoreInto.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplacedTest {
  private static final Place PLACE =
      new Place(
          new ProxmoxAccess("https://pve01.example.org:8006", null, null, "id", "secret"),
          new ProxmoxOrder.Ssh("root", "key", List.of(), 22),
          "pve01",
          "local-lvm",
          300,
          300);

  private static final Guest OLD = guest(GuestKind.QEMU, "old", "pve01", false, false, null);

  @Test
  void aGuestIsReplacedIfItsNumberIsForcedAndItIsAtRest() throws SourceException {
    assertThat(require(OLD).there()).isEqualTo(OLD);

    refuses(() -> Replaced.require(with(OLD), PLACE, GuestKind.QEMU, false), "is there already");
    refuses(() -> Replaced.require(with(OLD), PLACE, GuestKind.LXC, true), "virtual machine");
    refuses(() -> require(guest(GuestKind.QEMU, "old", "pve02", false, false, null)), "node pve02");
    refuses(() -> require(guest(GuestKind.QEMU, "old", "pve01", true, false, null)), "runs");
    refuses(() -> require(guest(GuestKind.QEMU, "old", "pve01", false, true, null)), "template");
    refuses(() -> require(guest(GuestKind.QEMU, "old", "pve01", false, false, "disk")), "(disk)");
  }

  @Test
  void aGuestThatIsAsItWasIsReplacedAfterTheCopyWasRead() throws SourceException {
    require(OLD).requireStill(with(OLD));
  }

  @Test
  void whatIsNotTheGuestThatWasLookedAtStaysUntouched() throws SourceException {
    Replaced old = require(OLD);

    refuses(() -> old.requireStill(with()), "no longer there", "Nothing was touched.");
    for (Guest now :
        List.of(
            guest(GuestKind.LXC, "old", "pve01", false, false, null),
            guest(GuestKind.QEMU, "payroll", "pve01", false, false, null))) {
      refuses(() -> old.requireStill(with(now)), "another guest", "Nothing was touched.");
    }
    refuses(
        () -> old.requireStill(with(guest(GuestKind.QEMU, "old", "pve02", false, false, null))),
        "on node pve02",
        "Nothing was touched.");
    refuses(
        () -> old.requireStill(with(guest(GuestKind.QEMU, "old", "pve01", true, false, null))),
        "runs",
        "Nothing was touched.");
    refuses(
        () -> old.requireStill(with(guest(GuestKind.QEMU, "old", "pve01", false, true, null))),
        "template",
        "Nothing was touched.");
    refuses(
        () -> old.requireStill(with(guest(GuestKind.QEMU, "old", "pve01", false, false, "clone"))),
        "(clone)",
        "Nothing was touched.");
  }

  private static Replaced require(Guest there) throws SourceException {
    return Replaced.require(with(there), PLACE, GuestKind.QEMU, true);
  }

  private static void refuses(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> {
              assertThat(e.failure().reason()).isEqualTo(FailureReason.TARGET_EXISTS);
              assertThat(e.failure().message()).startsWith("Guest 300 (old) ").contains(words);
            });
  }

  private static Inventory with(Guest... there) {
    return new Inventory(ProxmoxVersion.WITH_FLEECING, List.of(there), List.of());
  }

  private static Guest guest(
      GuestKind kind,
      String name,
      String node,
      boolean running,
      boolean template,
      @Nullable String lock) {
    return new Guest(
        300,
        kind,
        name,
        node,
        running,
        template,
        Optional.ofNullable(lock),
        Set.of(),
        Optional.empty());
  }
}
