package dev.salvaguarda.app.settings;

import dev.salvaguarda.domain.notice.NoticeRetention;
import dev.salvaguarda.domain.quantity.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person told the operator, checked.
 *
 * @param workerImage image of the pods that copy; must hold the same version as the operator
 * @param workerImagePullPolicy Always, IfNotPresent or Never
 * @param watchNamespaces where the operator looks for its resources; empty means everywhere
 * @param stuckAfter how long a reconciliation may take before the operator calls itself unhealthy
 * @param retryAfter wait after a run's first attempt that failed; four times as long after the next
 * @param keepWorkers how long the Job of a run that has ended, and with it its log, stays
 * @param restic name in the workers' PATH, or absolute path in their image, of the stock restic
 *     that prunes
 * @param allowHostPath whether policies and restores may name directories of the nodes
 * @param allowLocalHooks whether hooks by http, and webhooks of channels, may go to the operator's
 *     own pod and its link
 * @param logsJson whether each line of the log is a JSON object
 * @param notices how many settled notices stay in a namespace, and for how long
 * @param alerts what is done with alerts; null if none are taken
 * @param tls a folder with {@code tls.crt} and {@code tls.key}, with which the operator answers
 *     over TLS as well; null if it does not
 */
public record OperatorSettings(
    String workerImage,
    String workerImagePullPolicy,
    List<String> watchNamespaces,
    Duration stuckAfter,
    Duration retryAfter,
    Duration keepWorkers,
    String restic,
    boolean allowHostPath,
    boolean allowLocalHooks,
    boolean logsJson,
    NoticeRetention notices,
    @Nullable AlertSettings alerts,
    @Nullable Path tls) {
  private static final Pattern IMAGE = Pattern.compile("[\\w][\\w.\\-/:@]{0,511}");
  static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final Pattern PROGRAM = Pattern.compile("[\\w.-]{1,255}|/[\\w./-]{1,511}");
  private static final int MOST_PORT = 65_535;
  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
  private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  public OperatorSettings {
    watchNamespaces = List.copyOf(watchNamespaces);
  }

  /**
   * Reads the settings.
   *
   * @param environment of the process
   * @throws SettingsException with one line for each setting that is not allowed
   */
  public static OperatorSettings of(Map<String, String> environment) {
    List<String> complaints = new ArrayList<>();
    String image = Setting.WORKER_IMAGE.in(environment).strip();
    if (!IMAGE.matcher(image).matches()) {
      complaints.add(
          complaint(Setting.WORKER_IMAGE, image, "the name of the image that the operator runs"));
    }
    String pullPolicy = Setting.WORKER_IMAGE_PULL_POLICY.in(environment);
    if (!PULL_POLICIES.contains(pullPolicy)) {
      complaints.add(
          complaint(Setting.WORKER_IMAGE_PULL_POLICY, pullPolicy, "Always, IfNotPresent or Never"));
    }
    // Ports and level are taken by Quarkus, which would answer a wrong one with a stack trace.
    for (Setting setting : List.of(Setting.HTTP_PORT, Setting.HTTPS_PORT)) {
      String port = setting.in(environment);
      if (!PORT.matcher(port).matches() || Integer.parseInt(port) > MOST_PORT) {
        complaints.add(complaint(setting, port, "a number from 1 to " + MOST_PORT));
      }
    }
    String logLevel = Setting.LOG_LEVEL.in(environment);
    if (!LOG_LEVELS.contains(logLevel)) {
      complaints.add(complaint(Setting.LOG_LEVEL, logLevel, "ERROR, WARN, INFO, DEBUG or TRACE"));
    }
    List<String> namespaces = namespaces(environment, complaints);
    Duration stuckAfter = duration(Setting.STUCK_AFTER, environment, complaints);
    Duration retryAfter = duration(Setting.RETRY_AFTER, environment, complaints);
    Duration keepWorkers = duration(Setting.KEEP_WORKERS, environment, complaints);
    String restic = Setting.RESTIC.in(environment);
    if (!PROGRAM.matcher(restic).matches()) {
      complaints.add(
          complaint(Setting.RESTIC, restic, "the name of a program or an absolute path"));
    }
    boolean allowHostPath =
        isSecond(Setting.ALLOW_HOST_PATH, List.of("false", "true"), environment, complaints);
    boolean allowLocalHooks =
        isSecond(Setting.ALLOW_LOCAL_HOOKS, List.of("false", "true"), environment, complaints);
    boolean logsJson =
        isSecond(Setting.LOG_FORMAT, List.of("text", "json"), environment, complaints);
    Duration keepFor = duration(Setting.NOTICES_KEEP_FOR, environment, complaints);
    String keepNewest = Setting.NOTICES_KEEP_NEWEST.in(environment);
    if (!COUNT.matcher(keepNewest).matches()) {
      complaints.add(
          complaint(Setting.NOTICES_KEEP_NEWEST, keepNewest, "a number from 1 to 999999"));
    }
    AlertSettings alerts = AlertSettings.of(environment, namespaces, complaints);
    if (!complaints.isEmpty()) {
      throw new SettingsException(complaints);
    }
    return new OperatorSettings(
        image,
        pullPolicy,
        namespaces,
        stuckAfter,
        retryAfter,
        keepWorkers,
        restic,
        allowHostPath,
        allowLocalHooks,
        logsJson,
        NoticeRetention.of(keepFor, Integer.parseInt(keepNewest)),
        alerts,
        Setting.TLS.in(environment).isEmpty() ? null : Path.of(Setting.TLS.in(environment)));
  }

  private static List<String> namespaces(Map<String, String> environment, List<String> complaints) {
    List<String> namespaces = Setting.WATCH_NAMESPACES.listIn(environment);
    namespaces.stream()
        .filter(name -> !NAMESPACE.matcher(name).matches())
        .map(name ->
            complaint(
                Setting.WATCH_NAMESPACES,
                name,
                "names of namespaces with commas between them, or nothing for all of them"))
        .forEach(complaints::add);
    return namespaces;
  }

  /** Whether the second of two words was said. */
  private static boolean isSecond(
      Setting setting,
      List<String> words,
      Map<String, String> environment,
      List<String> complaints) {
    String text = setting.in(environment);
    if (!words.contains(text)) {
      complaints.add(complaint(setting, text, String.join(" or ", words)));
    }
    return words.getLast().equals(text);
  }

  private static Duration duration(
      Setting setting, Map<String, String> environment, List<String> complaints) {
    String text = setting.in(environment);
    Optional<Duration> duration = DurationText.parse(text).filter(Duration::isPositive);
    if (duration.isEmpty()) {
      complaints.add(complaint(setting, text, "a duration such as 90s, 10m or 1h30m"));
    }
    return duration.orElse(Duration.ZERO);
  }

  private static String complaint(Setting setting, String value, String allowed) {
    return setting.complaint(value, allowed);
  }
}
