package dev.salvaguarda.controller.alert;

import dev.salvaguarda.controller.alert.AlertAnswer.Later;
import dev.salvaguarda.controller.port.AlertReader;
import dev.salvaguarda.domain.alert.AlertRules;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what monitoring sends, works it off in a thread of its own, as much at a time as has come
 * in meanwhile, and answers once the API server has what follows. What does not fit into its queue
 * it refuses to take: the sender has to come again. Thread-safe.
 */
public final class AlertDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertDesk.class);
  private static final int MOST_WAITING = 256;
  private static final int ALERTS_AT_A_TIME = 2_000;
  private static final AlertAnswer ENDING = new Later("The operator is about to end.", true);

  private final BlockingQueue<AlertDelivery> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AlertReader reader;
  private final AlertRules rules;
  private final AlertFiling filing;
  private volatile @Nullable Thread thread;
  private boolean fails;

  public AlertDesk(AlertReader reader, AlertRules rules, AlertFiling filing) {
    this.reader = reader;
    this.rules = rules;
    this.filing = filing;
  }

  /** Begins to work off what is taken. */
  public void begin() {
    thread = Thread.ofPlatform().daemon().name("alerts").start(this::run);
  }

  /** Takes a delivery; false if there is no room for it, and it will not be answered. */
  public boolean take(AlertDelivery delivery) {
    return waiting.offer(delivery);
  }

  /** Ends; what waits is to come again. */
  @Override
  public void close() {
    Thread working = thread;
    if (working != null) {
      working.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        work(waiting.take());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      for (AlertDelivery left = waiting.poll(); left != null; left = waiting.poll()) {
        left.reply().accept(ENDING);
      }
    }
  }

  private void work(AlertDelivery first) {
    AlertBatch batch = new AlertBatch(reader, rules);
    AlertDelivery next = first;
    while (next != null) {
      batch.add(next);
      next = batch.size() < ALERTS_AT_A_TIME ? waiting.poll() : null;
    }
    note(batch.file(filing::file));
  }

  /** Once when it begins to fail, and once when it works again. */
  private void note(AlertAnswer worst) {
    if (worst instanceof Later(String why, _) && !fails) {
      LOG.atWarn().addKeyValue("why", why).log("alerts can't be written down; they come again");
    } else if (fails && !(worst instanceof Later)) {
      LOG.info("alerts are written down again");
    }
    fails = worst instanceof Later;
  }
}
