package dev.salvaguarda.controller.alert;

import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.controller.alert.AlertAnswer.Later;
import dev.salvaguarda.controller.alert.AlertAnswer.Refused;
import dev.salvaguarda.controller.alert.AlertAnswer.Taken;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.window.HeldAlertsExit;
import dev.salvaguarda.controller.window.OpenWindows;
import dev.salvaguarda.domain.alert.AlertBook;
import dev.salvaguarda.domain.alert.AlertDecision;
import dev.salvaguarda.domain.alert.AlertKey;
import dev.salvaguarda.domain.alert.FiledAlert;
import dev.salvaguarda.domain.alert.KnownIncident;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes of alerts what they make of incidents: gathers, decides, applies, and answers for each key.
 * Doing it twice, or in two operators at once, opens nothing twice.
 */
public final class AlertFiling implements HeldAlertsExit {
  private static final int KEYS_AT_A_TIME = 50;

  /** Whoever looks at an incident writes its status a few times when it is new. */
  private static final int MOST_TRIES = 10;

  private final AlertGatherer gatherer;
  private final AlertApplier applier;
  private final Clock clock;

  public AlertFiling(AlertGatherer gatherer, AlertApplier applier, Clock clock) {
    this.gatherer = gatherer;
    this.applier = applier;
    this.clock = clock;
  }

  /** The answer for each key. While the API server is away, the rest is not tried. */
  Map<AlertKey, AlertAnswer> file(Map<AlertKey, List<FiledAlert>> alerts) {
    Map<AlertKey, AlertAnswer> answers = new HashMap<>();
    for (List<AlertKey> keys : portions(alerts.keySet())) {
      file(keys, alerts, answers);
      if (answers.get(keys.getLast()) instanceof Later away && away.concernsAll()) {
        alerts.keySet().forEach(key -> answers.putIfAbsent(key, away));
        return answers;
      }
    }
    return answers;
  }

  /** Keys of one namespace that are asked for together. */
  private static List<List<AlertKey>> portions(Collection<AlertKey> all) {
    Map<String, List<AlertKey>> filling = new LinkedHashMap<>();
    List<List<AlertKey>> portions = new ArrayList<>();
    for (AlertKey key : all) {
      List<AlertKey> portion = filling.get(key.namespace());
      if (portion == null || portion.size() == KEYS_AT_A_TIME) {
        portion = new ArrayList<>();
        filling.put(key.namespace(), portion);
        portions.add(portion);
      }
      portion.add(key);
    }
    return portions;
  }

  private void file(
      List<AlertKey> keys,
      Map<AlertKey, List<FiledAlert>> alerts,
      Map<AlertKey, AlertAnswer> answers) {
    Known known;
    try {
      known = gather(keys);
    } catch (KubernetesClientException e) {
      AlertAnswer answer = answer(keys.getFirst(), e);
      keys.forEach(key -> answers.put(key, answer));
      return;
    }
    for (AlertKey key : keys) {
      AlertAnswer answer = file(key, alerts.getOrDefault(key, List.of()), known);
      answers.put(key, answer);
      if (answer instanceof Later away && away.concernsAll()) {
        keys.forEach(other -> answers.putIfAbsent(other, away));
        return;
      }
    }
  }

  private AlertAnswer file(AlertKey key, List<FiledAlert> alerts, Known known) {
    try {
      settle(key, alerts, known);
      return new Taken();
    } catch (KubernetesClientException e) {
      return isOvertaken(e)
          ? new Later(
              "Others write the incidents of %s all the time.".formatted(key.component()), false)
          : answer(key, e);
    }
  }

  @Override
  public void handOn(List<AlertKey> keys) {
    for (List<AlertKey> portion : portions(keys)) {
      Known known = gather(portion);
      each(portion, key -> settle(key, List.of(), known));
    }
  }

  @Override
  public void keep(MaintenanceWindow window) {
    applier.keep(window);
  }

  @Override
  public void letGo(MaintenanceWindow window) {
    applier.letGo(window);
  }

  /** What the API server refuses for one key keeps no other key back; it is thrown in the end. */
  static void each(List<AlertKey> keys, Consumer<AlertKey> work) {
    KubernetesClientException first = null;
    for (AlertKey key : keys) {
      try {
        work.accept(key);
      } catch (KubernetesClientException e) {
        if (FailedLook.of(e).cause() == FailedLook.Cause.SERVER) {
          throw e;
        }
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** What there is of the keys of a portion. */
  private record Known(Map<String, List<KnownIncident>> incidents, OpenWindows windows) {
    List<KnownIncident> of(AlertKey key) {
      return incidents.getOrDefault(key.id(), List.of());
    }
  }

  private Known gather(List<AlertKey> keys) {
    String namespace = keys.getFirst().namespace();
    return new Known(
        gatherer.gather(namespace, keys, clock.instant()), gatherer.windows(namespace));
  }

  /** Decides and writes, and reads again where somebody wrote meanwhile. */
  private void settle(AlertKey key, List<FiledAlert> alerts, Known first) {
    Known known = first;
    Set<String> opened = new HashSet<>();
    for (int tries = 1; ; tries++) {
      try {
        decide(key, alerts, known, opened);
        return;
      } catch (KubernetesClientException e) {
        if (!isOvertaken(e) || tries == MOST_TRIES) {
          throw e;
        }
      }
      known = gatherAgain(key, opened);
    }
  }

  /** What has the key's label, and what stands under the names of what was to be opened. */
  private Known gatherAgain(AlertKey key, Set<String> opened) {
    Known known = gather(List.of(key));
    Map<String, KnownIncident> all = new LinkedHashMap<>();
    known.of(key).forEach(one -> all.put(one.name(), one));
    for (String name : opened) {
      if (!all.containsKey(name)) {
        gatherer.named(key.namespace(), name, clock.instant()).ifPresent(one -> all.put(name, one));
      }
    }
    return new Known(Map.of(key.id(), List.copyOf(all.values())), known.windows());
  }

  /**
   * Decides and writes.
   *
   * @param opened takes the names of what is to be opened
   */
  private void decide(AlertKey key, List<FiledAlert> alerts, Known known, Set<String> opened) {
    Instant now = clock.instant();
    for (AlertDecision one :
        AlertBook.decide(key, alerts, known.of(key), known.windows().about(key, now), now)) {
      if (one instanceof AlertDecision.Open open) {
        opened.add(open.name());
      }
      applier.apply(key.namespace(), one);
    }
  }

  /** Whether what was decided upon is not so any more. */
  private static boolean isOvertaken(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && !lacksNamespace(e.getStatus()));
  }

  private static AlertAnswer answer(AlertKey key, KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && lacksNamespace(e.getStatus())) {
      return new Refused("There is no namespace \"%s\".".formatted(key.namespace()));
    }
    FailedLook look = FailedLook.of(e);
    return new Later(look.sentence(), look.cause() == FailedLook.Cause.SERVER);
  }

  private static boolean lacksNamespace(Status status) {
    return status != null
        && status.getDetails() != null
        && "namespaces".equals(status.getDetails().getKind());
  }
}
