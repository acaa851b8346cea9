package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.retention.RetentionTerms;
import java.time.Instant;

/**
 * What a maintenance pass is to keep and remove of one policy's snapshots in the repository. The
 * snapshots of a policy that no order names stay as they are.
 *
 * @param namespace of the policy
 * @param policy its name
 * @param at the instant for which is decided, by the operator's clock: a worker's may be wrong, and
 *     what is younger than the order is not its business
 * @param terms what decides
 */
public record RetentionOrder(String namespace, String policy, Instant at, RetentionTerms terms) {}
