package dev.salvaguarda.controller.channel;

import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import dev.salvaguarda.controller.port.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes channels beside the reconciliations and remembers the newest probe of each. */
public final class ChannelProbes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelProbes.class);
  private static final int AT_A_TIME = 4;

  /** A transport ends by itself before that. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** After that it is told that others keep it from beginning. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Transport<ChannelLogin> transport;
  private final Errands<Optional<DeliveryFailure>> errands;

  public ChannelProbes(Transport<ChannelLogin> transport, Clock clock) {
    this.transport = transport;
    this.errands = new Errands<>("channel-probe", AT_A_TIME, clock);
  }

  Optional<Errand<Optional<DeliveryFailure>>> newest(String uid) {
    return errands.newest(uid);
  }

  /** Begins a probe, unless one is under way for the channel. */
  void start(String uid, ChannelDecision.Probe probe, Duration total, Runnable ended) {
    ChannelLogin login = probe.login();
    errands.start(
        uid,
        new Errand.Job<>(
            probe.version(),
            total.plus(GRACE),
            () -> transport.probe(login),
            () -> unanswered("The server did not answer within %d s.".formatted(total.toSeconds())),
            ChannelProbes::broken,
            ended,
            new Errand.Turn<>(
                PATIENCE,
                () -> unanswered("The probe could not begin: those before it did not end."))));
  }

  void retainOnly(Collection<String> uids) {
    errands.retainOnly(uids);
  }

  @Override
  public void close() {
    errands.close();
  }

  private static Optional<DeliveryFailure> broken(Throwable error) {
    LOG.atError().setCause(error).log("probe of a channel broke");
    return unanswered("The probe ended with an error that was not expected; the log has it.");
  }

  private static Optional<DeliveryFailure> unanswered(String message) {
    return Optional.of(new DeliveryFailure(DeliveryFailure.Reason.SERVER_UNREACHABLE, "", message));
  }
}
