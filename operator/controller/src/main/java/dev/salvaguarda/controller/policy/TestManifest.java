package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.VerificationSpec;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSource;
import dev.salvaguarda.api.restore.RestoreSource.PolicyPoint;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.RestoreTarget;
import dev.salvaguarda.controller.policy.PolicySeen.Identity;
import dev.salvaguarda.domain.name.RunName;
import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Restore that tests a policy's copies: the newest of all its targets, to scratch space or to
 * the host that the policy names. The same action always gives the same object.
 */
final class TestManifest {
  /** The end of the name of a test that makes up for others. */
  private static final Pattern CATCH_UP =
      Pattern.compile("-([0-9]{12})(b?)-catchup(-[0-9a-f]{8})?$");

  private TestManifest() {}

  static Restore of(Identity policy, VerificationSpec asked, ZoneId zone, Action action) {
    return switch (action) {
      case Action.Start(Tick tick) -> {
        Restore test =
            test(
                policy,
                asked,
                RunName.ofTick(
                    policy.name(),
                    tick.schedule(),
                    tick.wallClock(zone),
                    tick.inRepeatedHour(zone)));
        test.getMetadata().getAnnotations().put(ApiGroup.DUE_ANNOTATION, tick.dueAt().toString());
        yield test;
      }
      case Action.CatchUp(Gap gap) ->
          test(
              policy,
              asked,
              RunName.ofCatchUp(
                  policy.name(),
                  gap.last().schedule(),
                  gap.last().wallClock(zone),
                  gap.last().inRepeatedHour(zone)));
      case Action.RecordMissed _ ->
          throw new IllegalArgumentException("a missed test is no object");
    };
  }

  /**
   * Whether a restore has the name that the operator gives to a test of this policy. Whoever copies
   * a test has to take another name, though the copy may say that it belongs to the policy.
   */
  static boolean isNameOf(Identity policy, Restore test, ZoneId zone) {
    String name = test.getMetadata().getName();
    return plainName(policy, test, zone)
        .filter(plain ->
            name.equals(plain)
                || name.equals(RunName.distinguished(plain, identity(policy.uid(), test))))
        .isPresent();
  }

  /** The name before it had to be distinguished; empty if no such test can be meant. */
  private static Optional<String> plainName(Identity policy, Restore test, ZoneId zone) {
    Instant due = PolicyTest.dueAt(test);
    if (due != null) {
      Tick tick = new Tick(PolicySchedules.TEST, due);
      return Optional.of(
          RunName.ofTick(
              policy.name(), tick.schedule(), tick.wallClock(zone), tick.inRepeatedHour(zone)));
    }
    Matcher catchUp = CATCH_UP.matcher(test.getMetadata().getName());
    return catchUp.find()
        ? RunName.minute(catchUp.group(1))
            .map(minute ->
                RunName.ofCatchUp(
                    policy.name(), PolicySchedules.TEST, minute, !catchUp.group(2).isEmpty()))
        : Optional.empty();
  }

  /** The same test under another name, for when the first is somebody else's. */
  static Restore distinguished(Restore test) {
    String identity = identity(test.getMetadata().getOwnerReferences().getFirst().getUid(), test);
    ObjectMeta renamed =
        new ObjectMetaBuilder(test.getMetadata())
            .withName(RunName.distinguished(test.getMetadata().getName(), identity))
            .build();
    return restore(renamed, test.getSpec());
  }

  /** Whether an object that has the name is the very test that was to be made. */
  static boolean isSame(Restore wanted, Restore found) {
    return OwnedMetadata.isOwnedBy(
            found, wanted.getMetadata().getOwnerReferences().getFirst().getUid())
        && Objects.equals(due(wanted), due(found));
  }

  private static String identity(String policyUid, Restore test) {
    return policyUid + '\n' + due(test);
  }

  private static @Nullable String due(Restore test) {
    var annotations = test.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(ApiGroup.DUE_ANNOTATION);
  }

  private static Restore test(Identity policy, VerificationSpec asked, String name) {
    return restore(
        OwnedMetadata.of(policy, name),
        new RestoreSpec(
            RestoreSpec.Purpose.TEST,
            new RestoreSource(null, new PolicyPoint(policy.name(), PolicyPoint.LATEST), null),
            List.of(),
            target(asked),
            RestoreSpec.Overwrite.NEVER,
            asked.checks(),
            RestoreSpec.DEFAULT_DEADLINE,
            false,
            null,
            null));
  }

  private static @Nullable RestoreTarget target(VerificationSpec asked) {
    if (asked.proxmox() != null) {
      return RestoreTarget.of(asked.proxmox());
    }
    return asked.scratch() == null ? null : RestoreTarget.of(asked.scratch());
  }

  private static Restore restore(ObjectMeta metadata, RestoreSpec spec) {
    Restore restore = new Restore();
    restore.setMetadata(metadata);
    restore.setSpec(spec);
    return restore;
  }
}
