package dev.salvaguarda.agent.proxmox;

import org.jspecify.annotations.Nullable;

/**
 * What a task of a node is up to.
 *
 * @param end as the host words it, such as {@code OK}, {@code WARNINGS: 2} or {@code job errors};
 *     null as long as it runs
 */
public record TaskState(@Nullable String end) {
  public boolean hasEnded() {
    return end != null;
  }

  /** Whether it ended, and did all that it had to. */
  public boolean isGood() {
    return end != null && (end.equals("OK") || end.startsWith("WARNINGS:"));
  }
}
