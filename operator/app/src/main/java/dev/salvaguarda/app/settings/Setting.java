package dev.salvaguarda.app.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a person can tell the operator, each in an environment variable. */
enum Setting {
  WORKER_IMAGE(""),
  WORKER_IMAGE_PULL_POLICY("IfNotPresent"),
  WATCH_NAMESPACES(""),
  /** Not {@code PORT}: Kubernetes sets SALVAGUARDA_PORT where a Service is called salvaguarda. */
  HTTP_PORT("8080"),
  TLS(""),
  HTTPS_PORT("8443"),
  LOG_LEVEL("INFO"),
  STUCK_AFTER("10m"),
  RETRY_AFTER("30s"),
  KEEP_WORKERS("10m"),
  RESTIC("restic"),
  ALLOW_HOST_PATH("false"),
  ALLOW_LOCAL_HOOKS("false"),
  LOG_FORMAT("text"),
  NOTICES_KEEP_FOR("400d"),
  NOTICES_KEEP_NEWEST("5000"),
  ALERTS_TOKENS(""),
  ALERTS_NAMESPACE(""),
  ALERTS_NAMESPACE_LABEL(""),
  ALERTS_COMPONENT_LABELS("component,service"),
  ALERTS_KEY_LABELS(""),
  ALERTS_AUDIENCE("Public");

  private final String standard;

  Setting(String standard) {
    this.standard = standard;
  }

  /** The name of the environment variable. */
  String variable() {
    return "SALVAGUARDA_" + name();
  }

  /**
   * What holds where the variable is not set; empty where it must be, or where that has a sense.
   */
  String standard() {
    return standard;
  }

  /** As it was written; may be empty. */
  String in(Map<String, String> environment) {
    return environment.getOrDefault(variable(), standard);
  }

  /** What is not allowed there, and what is. */
  String complaint(String value, String allowed) {
    String is = "is \"%s\"".formatted(value);
    if (value.isEmpty()) {
      is = standard.isEmpty() ? "is not set" : "is empty";
    }
    return "%s %s; it must be %s.".formatted(variable(), is, allowed);
  }

  /** Its parts between commas, without blanks and empty places. */
  List<String> listIn(Map<String, String> environment) {
    return Stream.of(in(environment).split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
