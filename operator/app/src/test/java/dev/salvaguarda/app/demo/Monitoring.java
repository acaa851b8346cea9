package dev.salvaguarda.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends what an Alertmanager sends. */
final class Monitoring {
  private static final int SUCCESS = 200;

  private final URI operator;
  private final String token;

  Monitoring(URI operator, String token) {
    this.operator = operator;
    this.token = token;
  }

  /**
   * Tells of one alert.
   *
   * @param component what it is about
   * @param status {@code firing} or {@code resolved}
   * @param startsAt when it began, RFC 3339
   */
  void tell(String component, String status, String startsAt) {
    String alert =
        """
        {"status": "%s", "labels": {"alertname": "NoAnswer", "component": "%s"}, "annotations": {},
         "startsAt": "%s", "endsAt": "%s", "fingerprint": "5ca1ab1e5ca1ab1e"}\
        """
            .formatted(
                status,
                component,
                startsAt,
                status.equals("firing") ? "0001-01-01T00:00:00Z" : startsAt);
    String body =
        """
        {"version": "4", "groupKey": "{}:{component=\\"%s\\"}", "status": "%s", "receiver": "salvaguarda",
         "truncatedAlerts": 0, "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {}, "alerts": [%s]}
        """
            .formatted(component, status, alert);
    HttpRequest request =
        HttpRequest.newBuilder(operator.resolve("/inbound/alertmanager"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != SUCCESS) {
        throw new DemoFailure("the alert was refused: " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }
}
