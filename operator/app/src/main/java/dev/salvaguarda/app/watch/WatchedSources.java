package dev.salvaguarda.app.watch;

import java.util.Map;

/** The watches on the API server that feed the reconcilers. */
public interface WatchedSources {
  /** Those that are lost now, by reconciler; empty if all hold. */
  Map<String, String> lost();
}
