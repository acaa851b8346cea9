package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.schedule.SchedulePlan.Action;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and deletes runs. Doing it twice does nothing more. */
public final class PolicyApplier {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyApplier.class);

  private final KubernetesClient client;
  private final EventRecorder events;

  public PolicyApplier(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /** Does what was decided, and answers with the runs that are new by that. */
  List<BackupRun> apply(BackupPolicy policy, PolicySeen seen, PolicyDecision decision) {
    ZoneId zone = decision.schedules().zone();
    List<BackupRun> made = new ArrayList<>();
    for (Action action : decision.plan().actions()) {
      create(RunManifest.of(seen.identity(), zone, action))
          .ifPresent(run -> {
            tell(policy, action, run, zone);
            made.add(run);
          });
    }
    decision.prune().forEach(name -> delete(policy, name));
    return made;
  }

  void announce(BackupPolicy policy, List<PolicyNews> news) {
    news.forEach(piece -> events.record(policy, piece.reason(), piece.message()));
  }

  /** The run, if it was created just now and not before. */
  private Optional<BackupRun> create(BackupRun run) {
    Optional<BackupRun> made = createUnlessTaken(run);
    if (made.isPresent()) {
      return made;
    }
    BackupRun found = client.resource(run).get();
    return found != null && RunManifest.isSame(run, found)
        ? Optional.empty()
        : createUnlessTaken(RunManifest.distinguished(run));
  }

  private Optional<BackupRun> createUnlessTaken(BackupRun run) {
    try {
      return Optional.of(client.resource(run).create());
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private void delete(BackupPolicy policy, String run) {
    client
        .resources(BackupRun.class)
        .inNamespace(policy.getMetadata().getNamespace())
        .withName(run)
        .delete();
    LOG.atDebug()
        .addKeyValue("namespace", policy.getMetadata().getNamespace())
        .addKeyValue("run", run)
        .log("run deleted");
  }

  private void tell(BackupPolicy policy, Action action, BackupRun run, ZoneId zone) {
    String name = run.getMetadata().getName();
    switch (action) {
      case Action.Start(Tick tick) ->
          tell(
              policy,
              EventReason.RUN_STARTED,
              name,
              "schedule %s is due at %s.".formatted(tick.schedule(), local(tick, zone)));
      case Action.CatchUp(Gap gap) ->
          tell(
              policy,
              EventReason.CATCH_UP_STARTED,
              name,
              "makes up for %s.".formatted(described(gap, zone)));
      case Action.RecordMissed(Gap gap) ->
          tell(
              policy,
              EventReason.RUN_MISSED,
              name,
              "%s: %s.".formatted(described(gap, zone), gap.why().words()));
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

  private static String described(Gap gap, ZoneId zone) {
    return gap.count() == 1
        ? "1 run, due at " + local(gap.last(), zone)
        : "%d runs, due from %s to %s"
            .formatted(gap.count(), local(gap.first(), zone), local(gap.last(), zone));
  }

  private static String local(Tick tick, ZoneId zone) {
    return tick.dueAt().atZone(zone).toOffsetDateTime().toString();
  }
}
