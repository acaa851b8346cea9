package dev.salvaguarda.controller.event;

import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people what happened to an object. */
public interface EventRecorder {
  /**
   * Records the Event, or counts up the one that already says the same about the same object. Never
   * throws: an Event that can't be written is logged, and the work goes on.
   *
   * @param about an object read from the API server, or as it answered to a write
   * @param message one sentence with names and numbers; never a secret
   */
  void record(HasMetadata about, EventReason reason, String message);
}
