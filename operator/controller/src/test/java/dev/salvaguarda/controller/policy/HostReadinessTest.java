package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.CoverageStatus;
import dev.salvaguarda.api.policy.CoverageStatus.ExcludedGuest;
import dev.salvaguarda.api.policy.CoverageStatus.UncoveredGuest;
import dev.salvaguarda.controller.host.HostSeen;
import dev.salvaguarda.controller.policy.World.Look;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.guest.Coverage;
import dev.salvaguarda.domain.guest.Coverage.LeftOut;
import dev.salvaguarda.domain.guest.GuestName;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.domain.guest.HostFinding.Sight;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostReadinessTest {
  private static final String NOON = "2026-11-20T15:00:00Z";
  private static final String LATER = "2026-11-20T16:00:00Z";
  private static final String SEEN =
      "Proxmox VE 9.2.3 at pve01.example.org shows 3 guests to copy.";

  private final World world = World.nightly();

  @Test
  void aPolicyIsReadyOnceTheHostHasAnswered() {
    assertThat(world.withHost(new HostSeen.Awaited()).at(NOON).answer("Ready"))
        .isEqualTo("Unknown NotProbedYet");

    Look look = world.withHost(found(null, null)).at(NOON);

    assertThat(look.answer("Ready")).isEqualTo("True Reconciled");
    assertThat(look.condition("Ready").getMessage())
        .isEqualTo("1 schedule in America/Fortaleza. " + SEEN);
  }

  @Test
  void aClaimThatNobodyMayLookForIsNamedUntilThereIsACopy() {
    World spooled =
        world.withSource(
            """
            proxmox:
              endpoint: https://pve01.example.org:8006
              tokenRef: {name: pve-token}
              transport: {spool: {storage: spool, claimName: pve01-spool}}
            """);

    Look before = spooled.withHost(found(null, null)).at(NOON);
    Look after =
        spooled
            .withRun(
                "first",
                "2026-11-20T14:00:00Z",
                PolicyConditionsTest.GOOD.replace(
                    "size: 2147483648", "snapshotId: aa, size: 2147483648"))
            .at(NOON);

    assertThat(before.answer("Ready")).isEqualTo("True Reconciled");
    assertThat(before.condition("Ready").getMessage())
        .endsWith(
            SEEN + " Whether the claim pve01-spool is there shows the first run: make one now.");
    assertThat(after.condition("Ready").getMessage()).endsWith(SEEN);
  }

  @Test
  void whatTokenOrKeyMayNotDoIsSaidBeforeTheFirstNight() {
    Look look =
        world
            .withHost(
                found(
                    new Failure(
                        FailureReason.SOURCE_ACCESS_DENIED,
                        "The token of the Proxmox host pve01.example.org lacks VM.Audit on /vms/101."),
                    null))
            .at(NOON);

    assertThat(look.answer("Ready")).isEqualTo("False SourceAccessDenied");
    assertThat(look.condition("Ready").getMessage()).endsWith("lacks VM.Audit on /vms/101.");
  }

  @Test
  void aSecretThatIsNotThereIsMissedBeforeARunNeedsIt() {
    assertThat(
            world
                .withHost(
                    new HostSeen.Incomplete(
                        ConditionReason.SECRET_NOT_FOUND, "There is no Secret \"pve-token\"."))
                .at(NOON)
                .answer("Ready"))
        .isEqualTo("False SecretNotFound");
    assertThat(
            world
                .withHost(new HostSeen.Unread(ConditionReason.RECONCILE_ERROR, "No answer."))
                .at(NOON)
                .answer("Ready"))
        .isEqualTo("Unknown ReconcileError");
  }

  @Test
  void anOperatorThatStartsAnewKeepsWhatWasGoodAndWhatWasCounted() {
    Look before =
        world
            .withHost(found(null, new Sight.Full(new Coverage(3, List.of(), List.of(), Set.of()))))
            .at(NOON);

    Look after = world.after(before).withHost(new HostSeen.Awaited()).at(LATER);

    assertThat(after.report().status().conditions())
        .isEqualTo(before.report().status().conditions());
    assertThat(after.report().status().coverage()).isEqualTo(before.report().status().coverage());
  }

  @Test
  void guestsInNoPolicyAreNamedAndThoseLeftOutOnPurposeAreToldApart() {
    Coverage coverage =
        new Coverage(
            3,
            List.of(new GuestName(104, "help\ndesk"), new GuestName(107, "")),
            List.of(new LeftOut(new GuestName(110, "lab"), "made anew each term", "J. Silva")),
            Set.of(107));

    Look look = world.withHost(found(null, new Sight.Full(coverage))).at(NOON);

    assertThat(look.answer("CoverageComplete")).isEqualTo("False GuestsNotCovered");
    assertThat(look.condition("CoverageComplete").getMessage())
        .isEqualTo(
            "3 guests are in a policy, 1 left out on purpose; 2 in none: 104 (help desk), 107. The tag salvaguarda-test keeps 107 out of all: take it away, or the guest if a test left it there.");
    assertThat(look.answer("Ready")).isEqualTo("True Reconciled");
    assertThat(look.report().status().coverage())
        .isEqualTo(
            new CoverageStatus(
                3,
                List.of(new UncoveredGuest(104, "help desk"), new UncoveredGuest(107, null)),
                null,
                List.of(new ExcludedGuest(110, "lab", "made anew each term", "J. Silva")),
                null));
  }

  @Test
  void noMoreThanTwentyAreNamedAndTheOthersAreCounted() {
    List<GuestName> many =
        IntStream.range(100, 150).mapToObj(vmid -> new GuestName(vmid, "x".repeat(300))).toList();

    CoverageStatus status =
        Objects.requireNonNull(
            world
                .withHost(found(null, new Sight.Full(new Coverage(0, many, List.of(), Set.of()))))
                .at(NOON)
                .report()
                .status()
                .coverage());

    assertThat(status.uncovered())
        .hasSize(20)
        .allMatch(guest -> Objects.requireNonNull(guest.name()).length() <= 64);
    assertThat(status.uncoveredOmitted()).isEqualTo(30);
  }

  @Test
  void whoeverSeesSomeGuestsOnlyDoesNotSayThatAllAreCovered() {
    Look look =
        world.withHost(found(null, new Sight.Partial("It lacks VM.Audit on /vms."))).at(NOON);

    assertThat(look.answer("CoverageComplete")).isEqualTo("Unknown GuestsNotAllSeen");
    assertThat(look.report().status().coverage()).isNull();
  }

  @Test
  void aPolicyOfAnotherSourceSaysNothingOfGuests() {
    Look guests =
        world
            .withHost(found(null, new Sight.Full(new Coverage(3, List.of(), List.of(), Set.of()))))
            .at(NOON);

    Look look = world.after(guests).withHost(new HostSeen.None()).at(LATER);

    assertThat(look.report().status().conditions())
        .noneMatch(condition -> condition.getType().equals("CoverageComplete"));
    assertThat(look.report().status().coverage()).isNull();
  }

  private static HostSeen found(@Nullable Failure trouble, @Nullable Sight sight) {
    return new HostSeen.Found(new HostFinding(trouble, SEEN, sight));
  }
}
