package dev.salvaguarda.agent.proxmox;

import java.util.Optional;

/**
 * A machine of the cluster.
 *
 * @param name short, as guests name it
 * @param address under which the cluster's nodes know it; empty if the token may not see it, which
 *     takes Sys.Audit on /
 * @param online whether the cluster sees it
 */
public record ClusterNode(String name, Optional<String> address, boolean online) {}
