package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and deletes the tests of a policy, and tells of those that were due and not made. */
final class TestApplier {
  private static final Logger LOG = LoggerFactory.getLogger(TestApplier.class);

  private final OwnedApplier objects;
  private final EventRecorder events;

  TestApplier(OwnedApplier objects, EventRecorder events) {
    this.objects = objects;
    this.events = events;
  }

  /** Does what was decided, and answers with the tests that are new by that. */
  List<Restore> apply(BackupPolicy policy, PolicySeen seen, TestPlan plan) {
    ZoneId zone = plan.cadence().schedules().zone();
    plan.missing().forEach(missing -> tell(policy, missing, zone));
    List<Restore> made = new ArrayList<>();
    for (Action action : plan.make()) {
      Restore wanted = TestManifest.of(seen.identity(), plan.asked(), zone, action);
      objects
          .create(wanted, TestManifest::isSame, TestManifest::distinguished)
          .ifPresent(test -> {
            tell(policy, test.getMetadata().getName(), why(action, zone));
            made.add(test);
          });
    }
    plan.prune().forEach(name -> objects.delete(Restore.class, seen.identity().namespace(), name));
    return made;
  }

  private void tell(BackupPolicy policy, TestPlan.Missing missing, ZoneId zone) {
    events.record(
        policy,
        missing.harmless() ? EventReason.NOTHING_TO_TEST : EventReason.TEST_MISSED,
        "%s: %s."
            .formatted(
                DueWords.of(missing.count(), missing.first(), missing.last(), "test", zone),
                missing.why()));
  }

  private void tell(BackupPolicy policy, String test, String why) {
    LOG.atInfo()
        .addKeyValue("namespace", policy.getMetadata().getNamespace())
        .addKeyValue("policy", policy.getMetadata().getName())
        .addKeyValue("restore", test)
        .log("test created");
    events.record(policy, EventReason.TEST_STARTED, test + ": " + why);
  }

  private static String why(Action action, ZoneId zone) {
    return switch (action) {
      case Action.Start(Tick tick) ->
          "a test is due at %s.".formatted(DueWords.local(tick.dueAt(), zone));
      case Action.CatchUp(Gap gap) -> "makes up for %s.".formatted(DueWords.of(gap, "test", zone));
      case Action.RecordMissed _ -> throw new IllegalArgumentException("nothing is made of it");
    };
  }
}
