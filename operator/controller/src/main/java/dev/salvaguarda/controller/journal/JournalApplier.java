package dev.salvaguarda.controller.journal;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Deletes notices that are in a journal, and tells people of it. */
public final class JournalApplier {
  private final KubernetesClient client;
  private final EventRecorder events;

  public JournalApplier(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /** Deletes the very state that was read; false if the notice is another one by now, or gone. */
  boolean delete(Notice written) {
    try {
      return !client.resource(written).lockResourceVersion().delete().isEmpty();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw refused;
    }
  }

  /** Tells what was moved, and what could not be, at the object that asked for the look. */
  void tell(HasMetadata asking, Passed passed) {
    if (passed.moved() > 0) {
      events.record(
          asking,
          EventReason.NOTICES_JOURNALED,
          "%d old notice%s of this namespace went into the journal of %s."
              .formatted(
                  passed.moved(),
                  passed.moved() == 1 ? "" : "s",
                  new TreeSet<>(passed.into())
                      .stream().map("\"%s\""::formatted).collect(Collectors.joining(", "))));
    }
    if (passed.trouble() != null) {
      events.record(
          asking,
          EventReason.NOTICES_NOT_JOURNALED,
          "Old notices of this namespace can't go into a journal and stay: " + passed.trouble());
    }
  }
}
