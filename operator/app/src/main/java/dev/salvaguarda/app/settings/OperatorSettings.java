package dev.salvaguarda.app.settings;

import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a person told the operator, checked.
 *
 * @param workerImage image of the pods that copy; must hold the same version as the operator
 * @param workerImagePullPolicy Always, IfNotPresent or Never
 * @param watchNamespaces where the operator looks for its resources; empty means everywhere
 * @param stuckAfter how long a reconciliation may take before the operator calls itself unhealthy
 * @param retryAfter wait after a run's first attempt that failed; four times as long after the next
 * @param keepWorkers how long the Job of a run that has ended, and with it its log, stays
 */
public record OperatorSettings(
    String workerImage,
    String workerImagePullPolicy,
    List<String> watchNamespaces,
    Duration stuckAfter,
    Duration retryAfter,
    Duration keepWorkers) {
  private static final Pattern IMAGE = Pattern.compile("[\\w][\\w.\\-/:@]{0,511}");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
  private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  public OperatorSettings {
    watchNamespaces = List.copyOf(watchNamespaces);
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException with one line for each setting that is not allowed
   */
  public static OperatorSettings of(SettingsSource source) {
    List<String> complaints = new ArrayList<>();
    String image = source.workerImage().map(String::strip).orElse("");
    if (!IMAGE.matcher(image).matches()) {
      complaints.add(
          complaint(
              "SALVAGUARDA_WORKER_IMAGE", image, "the name of the image that the operator runs"));
    }
    if (!PULL_POLICIES.contains(source.workerImagePullPolicy())) {
      complaints.add(
          complaint(
              "SALVAGUARDA_WORKER_IMAGE_PULL_POLICY",
              source.workerImagePullPolicy(),
              "Always, IfNotPresent or Never"));
    }
    if (!LOG_LEVELS.contains(source.logLevel())) {
      complaints.add(
          complaint(
              "SALVAGUARDA_LOG_LEVEL", source.logLevel(), "ERROR, WARN, INFO, DEBUG or TRACE"));
    }
    List<String> namespaces = namespaces(source.watchNamespaces().orElse(""), complaints);
    Duration stuckAfter = duration("SALVAGUARDA_STUCK_AFTER", source.stuckAfter(), complaints);
    Duration retryAfter = duration("SALVAGUARDA_RETRY_AFTER", source.retryAfter(), complaints);
    Duration keepWorkers = duration("SALVAGUARDA_KEEP_WORKERS", source.keepWorkers(), complaints);
    if (!complaints.isEmpty()) {
      throw new SettingsException(complaints);
    }
    return new OperatorSettings(
        image, source.workerImagePullPolicy(), namespaces, stuckAfter, retryAfter, keepWorkers);
  }

  private static List<String> namespaces(String list, List<String> complaints) {
    List<String> namespaces = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String name = part.strip();
      if (name.isEmpty()) {
        continue;
      }
      if (!NAMESPACE.matcher(name).matches()) {
        complaints.add(
            complaint(
                "SALVAGUARDA_WATCH_NAMESPACES",
                name,
                "names of namespaces with commas between them, or nothing for all of them"));
      }
      namespaces.add(name);
    }
    return namespaces;
  }

  private static Duration duration(String name, String text, List<String> complaints) {
    Optional<Duration> duration = DurationText.parse(text).filter(Duration::isPositive);
    if (duration.isEmpty()) {
      complaints.add(complaint(name, text, "a duration such as 90s, 10m or 1h30m"));
    }
    return duration.orElse(Duration.ZERO);
  }

  private static String complaint(String name, String value, String allowed) {
    return value.isEmpty()
        ? "%s is not set; it must be %s.".formatted(name, allowed)
        : "%s is \"%s\"; it must be %s.".formatted(name, value, allowed);
  }
}
