package dev.salvaguarda.controller.port;

import java.util.List;
import java.util.Optional;

/** Reads what a worker's pod has logged. Every call ends by itself after a bounded time. */
public interface PodLogs {

  /**
   * The last lines, oldest first; empty if the pod, its node or its log can't be reached now.
   *
   * @param lines how many at most
   */
  Optional<List<String>> tail(String namespace, String pod, int lines);
}
