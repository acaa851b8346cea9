package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import org.jspecify.annotations.Nullable;

/** Looks at a host on which guests are to be tried, before there is one. */
public record TrialProbe(ProxmoxHost host) {
  /**
   * Looks once.
   *
   * @return what keeps guests from being tried, as far as that is seen without making one; null if
   *     nothing does
   */
  public @Nullable Failure look(TrialPlace place) throws InterruptedException {
    try {
      NodeDoor.requireTrials(host, host.api().inventory(), place);
      return null;
    } catch (SourceException e) {
      return e.failure();
    }
  }
}
