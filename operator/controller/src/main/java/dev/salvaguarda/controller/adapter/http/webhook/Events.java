package dev.salvaguarda.controller.adapter.http.webhook;

import static dev.salvaguarda.controller.adapter.http.webhook.Payload.ordered;

import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.domain.name.ShortName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A notice in the forms that programs read; pure. */
final class Events {
  private static final int FINGERPRINT = 16;

  /** What ends a trouble, and is told of it: all other messages begin one, or go on with it. */
  private static final Set<String> GOOD =
      Set.of(
          "BackupSucceeded",
          "BackupDigest",
          "VerificationSucceeded",
          "ServiceRestored",
          "UnavailabilityNotConfirmed",
          "MaintenanceCompleted",
          "MaintenanceCancelled");

  private Events() {}

  /** A CloudEvents 1.0 event. */
  static Map<String, Object> cloud(Dispatch dispatch) {
    Dispatch.About about = dispatch.about();
    return ordered(
        "specversion",
        "1.0",
        "id",
        about.id(),
        "source",
        "/namespaces/%s/notices/%s".formatted(about.namespace(), about.name()),
        "type",
        "dev.salvaguarda.notice." + about.message(),
        "subject",
        about.subjectKind() + "/" + about.subjectName(),
        "time",
        dispatch.eventTime().toString(),
        "datacontenttype",
        "application/json",
        "data",
        ordered(
            "message", about.message(),
            "thread", about.thread(),
            "language", dispatch.language(),
            "title", dispatch.rendered().subject(),
            "text", dispatch.rendered().body()));
  }

  /**
   * What Alertmanager sends, version 4, with one alert. What is told of one thing has the same
   * labels, so that good news resolves what the bad began.
   */
  static Map<String, Object> alert(Dispatch dispatch) {
    Dispatch.About about = dispatch.about();
    boolean isGood = GOOD.contains(about.message());
    String status = isGood ? "resolved" : "firing";
    Map<String, Object> labels =
        ordered(
            "alertname", "Salvaguarda" + matter(about.message()),
            "namespace", about.namespace(),
            "thread", about.thread());
    Map<String, Object> annotations =
        ordered(
            "summary", dispatch.rendered().subject(),
            "description", dispatch.rendered().body(),
            "message", about.message(),
            "subject", about.subjectKind() + "/" + about.subjectName());
    String at = dispatch.eventTime().toString();
    Map<String, Object> alert =
        ordered(
            "status", status,
            "labels", labels,
            "annotations", annotations,
            "startsAt", at,
            "endsAt", isGood ? at : "0001-01-01T00:00:00Z",
            "generatorURL", "",
            "fingerprint", ShortName.longHash(labels.toString()).substring(0, FINGERPRINT));
    return ordered(
        "version",
        "4",
        "groupKey",
        "{}:" + labels,
        "truncatedAlerts",
        0,
        "status",
        status,
        "receiver",
        "salvaguarda",
        "groupLabels",
        labels,
        "commonLabels",
        labels,
        "commonAnnotations",
        annotations,
        "externalURL",
        "",
        "alerts",
        List.of(alert));
  }

  /** A proof that succeeds ends no trouble with backups. */
  private static String matter(String message) {
    if (message.startsWith("Backup")) {
      return "Backup";
    }
    if (message.startsWith("Verification")) {
      return "Verification";
    }
    return message.startsWith("Maintenance") ? "Maintenance" : "Incident";
  }
}
