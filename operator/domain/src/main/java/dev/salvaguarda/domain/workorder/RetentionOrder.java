package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.retention.RetentionTerms;

/**
 * What a maintenance pass is to keep and remove of one policy's snapshots in the repository. The
 * snapshots of a policy that no order names stay as they are.
 *
 * @param namespace of the policy
 * @param policy its name
 * @param terms what decides
 */
public record RetentionOrder(String namespace, String policy, RetentionTerms terms) {}
