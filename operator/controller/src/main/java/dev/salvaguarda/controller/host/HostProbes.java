package dev.salvaguarda.controller.host;

import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import dev.salvaguarda.controller.port.GuestHosts;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.guest.HostFinding;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks hosts beside the reconciliations, and remembers what the newest look of each policy showed.
 * What it remembers may be lost at any time: another look then finds the same.
 */
public final class HostProbes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostProbes.class);

  /** A list of thousands of guests takes memory, of which the operator has little. */
  private static final int AT_A_TIME = 2;

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** After that it is told that others keep it from beginning. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final GuestHosts hosts;
  private final Errands<HostFinding> errands;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public HostProbes(GuestHosts hosts, Clock clock) {
    this.hosts = hosts;
    this.errands = new Errands<>("host-probe", AT_A_TIME, clock);
  }

  /** The newest look of the policy with this UID, which may be under way. */
  Optional<Errand<HostFinding>> newest(String uid) {
    return errands.newest(uid);
  }

  /** What the newest look that ended showed of this generation of the policy; null if none did. */
  @Nullable HostFinding known(String uid, long generation) {
    Known last = known.get(uid);
    return last != null && last.generation() == generation ? last.finding() : null;
  }

  void remember(String uid, long generation, HostFinding finding) {
    known.put(uid, new Known(generation, finding));
  }

  /** Begins a look, unless one is under way for the policy. */
  void start(String uid, String inputs, GuestHosts.Question question, Runnable ended) {
    errands.start(
        uid,
        new Errand.Job<>(
            inputs,
            DEADLINE,
            () -> hosts.look(question),
            () ->
                failed(
                    FailureReason.SOURCE_UNREACHABLE,
                    "The Proxmox host %s did not answer within %d s."
                        .formatted(question.host().endpoint(), DEADLINE.toSeconds())),
            HostProbes::broken,
            ended,
            new Errand.Turn<>(
                PATIENCE,
                () ->
                    failed(
                        FailureReason.INTERNAL,
                        "The look at the host could not begin: those before it did not end."))));
  }

  /** Whether no look of any policy is remembered. */
  boolean isEmpty() {
    return known.isEmpty() && errands.isEmpty();
  }

  /** Forgets the looks of policies that are no more. */
  void retainOnly(Collection<String> uids) {
    errands.retainOnly(uids);
    known.keySet().retainAll(uids);
  }

  @Override
  public void close() {
    errands.close();
  }

  private static HostFinding broken(Throwable error) {
    LOG.atError().setCause(error).log("look at a host broke");
    return failed(
        FailureReason.INTERNAL,
        "The look at the host ended with an error that was not expected; the log has it.");
  }

  private static HostFinding failed(FailureReason reason, String message) {
    return HostFinding.none(new Failure(reason, message));
  }

  private record Known(long generation, HostFinding finding) {}
}
