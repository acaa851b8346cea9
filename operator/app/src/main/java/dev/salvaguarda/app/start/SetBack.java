package dev.salvaguarda.app.start;

import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the API server's data were brought back from an older copy: their revision, which
 * only ever grows, is lower than it was. Watches are silent then until as many changes were made as
 * had been before, and nothing tells those who wait for them; whoever begins anew sees everything.
 */
public final class SetBack implements LongConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(SetBack.class);

  private final Runnable found;
  private long highest;
  private boolean isFound;

  /**
   * @param found is run once
   */
  public SetBack(Runnable found) {
    this.found = found;
  }

  /** Takes the revision that an answer of the API server told. */
  @Override
  public synchronized void accept(long revision) {
    if (revision >= highest) {
      highest = revision;
    } else if (!isFound) {
      isFound = true;
      LOG.atError()
          .addKeyValue("was", highest)
          .addKeyValue("is", revision)
          .log("the cluster's data were set back; the operator ends, so that it is started anew");
      found.run();
    }
  }
}
