package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.RetentionTerms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a maintenance pass is to keep and remove of one policy's snapshots in the repository. The
 * snapshots of a policy that no order names stay as they are.
 *
 * @param namespace of the policy
 * @param policy its name
 * @param at the instant for which is decided, by the operator's clock: a worker's may be wrong, and
 *     what is younger than the order is not its business
 * @param terms what decides
 * @param next what is known of the next pass; null if none is due
 */
public record RetentionOrder(
    String namespace, String policy, Instant at, RetentionTerms terms, @Nullable NextPass next) {

  /** The same, with what is known of the next pass. */
  public RetentionOrder before(NextPass other) {
    return new RetentionOrder(namespace, policy, at, terms, other);
  }
}
