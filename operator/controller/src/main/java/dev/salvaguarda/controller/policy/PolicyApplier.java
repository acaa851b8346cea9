package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and deletes runs and tests. Doing it twice does nothing more. */
public final class PolicyApplier {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyApplier.class);

  private final OwnedApplier objects;
  private final EventRecorder events;
  private final TestApplier tests;

  public PolicyApplier(KubernetesClient client, EventRecorder events) {
    this.objects = new OwnedApplier(client);
    this.events = events;
    this.tests = new TestApplier(objects, events);
  }

  /** Does what was decided, and answers with what is to be seen by that. */
  PolicySeen apply(BackupPolicy policy, PolicySeen seen, PolicyDecision decision) {
    List<BackupRun> made = makeRuns(policy, seen, decision);
    decision
        .prune()
        .forEach(name -> objects.delete(BackupRun.class, seen.identity().namespace(), name));
    TestPlan plan = decision.tests();
    return seen.with(made, plan == null ? List.of() : tests.apply(policy, seen, plan));
  }

  private List<BackupRun> makeRuns(BackupPolicy policy, PolicySeen seen, PolicyDecision decision) {
    CadencePlan runs = decision.runs();
    ZoneId zone = runs.schedules().zone();
    List<BackupRun> made = new ArrayList<>();
    for (Action action : runs.plan().actions()) {
      BackupRun wanted = RunManifest.of(seen.identity(), zone, action, decision.gap());
      objects
          .create(wanted, RunManifest::isSame, RunManifest::distinguished)
          .ifPresent(run -> {
            tell(policy, action, run, zone, decision.gap());
            made.add(run);
          });
    }
    return made;
  }

  void announce(BackupPolicy policy, List<PolicyNews> news) {
    news.forEach(piece -> events.record(policy, piece.reason(), piece.message()));
  }

  private void tell(
      BackupPolicy policy, Action action, BackupRun run, ZoneId zone, @Nullable MissedWords why) {
    String name = run.getMetadata().getName();
    switch (action) {
      case Action.Start(Tick tick) ->
          tell(
              policy,
              EventReason.RUN_STARTED,
              name,
              "schedule %s is due at %s."
                  .formatted(tick.schedule(), DueWords.local(tick.dueAt(), zone)));
      case Action.CatchUp(Gap gap) ->
          tell(
              policy,
              EventReason.CATCH_UP_STARTED,
              name,
              "makes up for %s.".formatted(DueWords.of(gap, "run", zone)));
      case Action.RecordMissed(Gap gap) ->
          tell(
              policy,
              EventReason.RUN_MISSED,
              name,
              "%s: %s."
                  .formatted(
                      DueWords.of(gap, "run", zone),
                      why == null ? gap.why().words() : why.words()));
    }
  }

  private void tell(BackupPolicy policy, EventReason reason, String run, String why) {
    LOG.atInfo()
        .addKeyValue("namespace", policy.getMetadata().getNamespace())
        .addKeyValue("policy", policy.getMetadata().getName())
        .addKeyValue("run", run)
        .addKeyValue("reason", reason.wireName())
        .log("run created");
    events.record(policy, reason, run + ": " + why);
  }
}
