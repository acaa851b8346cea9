package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunSpec;
import dev.salvaguarda.api.run.TriggerSpec;
import dev.salvaguarda.api.run.TriggerSpec.MissedSpec;
import dev.salvaguarda.controller.policy.PolicySeen.Identity;
import dev.salvaguarda.domain.name.RunName;
import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The BackupRun that an action asks for. The same action always gives the same object. */
final class RunManifest {
  private RunManifest() {}

  /**
   * @param why what kept the runs of a gap from starting; null where there is none
   */
  static BackupRun of(Identity policy, ZoneId zone, Action action, @Nullable MissedWords why) {
    return switch (action) {
      case Action.Start(Tick tick) ->
          run(policy, tickName(policy, zone, tick), trigger(TriggerSpec.Type.SCHEDULE, tick, null));
      case Action.RecordMissed(Gap gap) ->
          run(
              policy,
              tickName(policy, zone, gap.last()),
              trigger(TriggerSpec.Type.SCHEDULE, gap.last(), missed(gap, why)));
      case Action.CatchUp(Gap gap) ->
          run(
              policy,
              RunName.ofCatchUp(
                  policy.name(),
                  gap.last().schedule(),
                  gap.last().wallClock(zone),
                  gap.last().inRepeatedHour(zone)),
              trigger(TriggerSpec.Type.CATCH_UP, gap.last(), null));
    };
  }

  /** The same run under another name, for when the first is somebody else's. */
  static BackupRun distinguished(BackupRun run) {
    String owner = run.getMetadata().getOwnerReferences().getFirst().getUid();
    String identity = owner + '\n' + withoutCause(run.getSpec().trigger());
    return withName(run, RunName.distinguished(run.getMetadata().getName(), identity));
  }

  /** Whether an object that has the name is the very run that was to be created. */
  static boolean isSame(BackupRun wanted, BackupRun found) {
    return wanted.getSpec().policyRef().equals(found.getSpec().policyRef())
        && withoutCause(wanted.getSpec().trigger()).equals(withoutCause(found.getSpec().trigger()))
        && OwnedMetadata.isOwnedBy(
            found, wanted.getMetadata().getOwnerReferences().getFirst().getUid());
  }

  /** Why ticks passed is another thing a moment later, and still the same ticks. */
  private static TriggerSpec withoutCause(TriggerSpec trigger) {
    MissedSpec missed = trigger.missed();
    return new TriggerSpec(
        trigger.type(),
        trigger.schedule(),
        trigger.scheduledFor(),
        trigger.requestedBy(),
        missed == null
            ? null
            : new MissedSpec(missed.count(), missed.first(), missed.last(), null, null));
  }

  private static String tickName(Identity policy, ZoneId zone, Tick tick) {
    return RunName.ofTick(
        policy.name(), tick.schedule(), tick.wallClock(zone), tick.inRepeatedHour(zone));
  }

  private static TriggerSpec trigger(
      TriggerSpec.Type type, Tick tick, @Nullable MissedSpec missed) {
    return new TriggerSpec(type, tick.schedule(), tick.dueAt(), null, missed);
  }

  private static MissedSpec missed(Gap gap, @Nullable MissedWords why) {
    return new MissedSpec(
        gap.count(),
        gap.first().dueAt(),
        gap.last().dueAt(),
        why == null ? gap.why().words() : why.words(),
        why == null ? null : why.window());
  }

  private static BackupRun run(Identity policy, String name, TriggerSpec trigger) {
    BackupRun run = new BackupRun();
    run.setMetadata(OwnedMetadata.of(policy, name));
    run.setSpec(new BackupRunSpec(new LocalRef(policy.name()), trigger, List.of(), false, null));
    return run;
  }

  private static BackupRun withName(BackupRun run, String name) {
    BackupRun renamed = new BackupRun();
    renamed.setMetadata(new ObjectMetaBuilder(run.getMetadata()).withName(name).build());
    renamed.setSpec(run.getSpec());
    return renamed;
  }
}
