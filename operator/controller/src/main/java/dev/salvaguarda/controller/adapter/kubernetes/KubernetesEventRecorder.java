package dev.salvaguarda.controller.adapter.kubernetes;

import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.name.ShortName;
import dev.salvaguarda.domain.text.Sentence;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes core/v1 Events, named by object, reason and message. */
public final class KubernetesEventRecorder implements EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesEventRecorder.class);
  private static final String COMPONENT = "salvaguarda";
  private static final int MAX_NAME = 200;
  private static final int MAX_MESSAGE = 1024;

  private final Refusals refusals = new Refusals(LOG, "Event not written");
  private final KubernetesClient client;
  private final Clock clock;

  public KubernetesEventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public void record(HasMetadata about, EventReason reason, String message) {
    Event event = event(about, reason, Sentence.oneLine(message, MAX_MESSAGE));
    try {
      client.resource(event).create();
      refusals.passed();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        countUp(event);
      } else {
        refusals.refused(refused, event.getInvolvedObject().getName());
      }
    }
  }

  private void countUp(Event event) {
    try {
      client
          .v1()
          .events()
          .inNamespace(event.getMetadata().getNamespace())
          .withName(event.getMetadata().getName())
          // Edited as the server has it; an event at hand would be taken for the stored one.
          .edit(found ->
              new EventBuilder(found)
                  .withCount(Objects.requireNonNullElse(found.getCount(), 1) + 1)
                  .withLastTimestamp(event.getLastTimestamp())
                  .build());
    } catch (KubernetesClientException refused) {
      refusals.refused(refused, event.getInvolvedObject().getName());
    }
  }

  private Event event(HasMetadata about, EventReason reason, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var meta = about.getMetadata();
    String identity = meta.getUid() + '\n' + reason.name() + '\n' + message;
    return new EventBuilder()
        .withNewMetadata()
        .withName(ShortName.withHash(meta.getName(), identity, MAX_NAME))
        .withNamespace(meta.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withName(meta.getName())
        .withNamespace(meta.getNamespace())
        .withUid(meta.getUid())
        .withResourceVersion(meta.getResourceVersion())
        .endInvolvedObject()
        .withType(reason.severity().wireName())
        .withReason(reason.wireName())
        .withMessage(message)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withReportingComponent(COMPONENT)
        .withReportingInstance(COMPONENT)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .build();
  }
}
