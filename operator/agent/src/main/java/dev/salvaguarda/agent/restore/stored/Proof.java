package dev.salvaguarda.agent.restore.stored;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.Rung;
import org.jspecify.annotations.Nullable;

/**
 * How far something is proven to be what was copied.
 *
 * @param rung that was reached; null if none was
 * @param bytes of content that were rebuilt
 * @param sha256Matches whether the content has the hash that was recorded; null if none was
 * @param failure what keeps it from the next rung; null if nothing was found wrong
 */
public record Proof(
    @Nullable Rung rung, long bytes, @Nullable Boolean sha256Matches, @Nullable Failure failure) {

  /** The same on a higher rung. */
  public Proof on(Rung higher) {
    return new Proof(higher, bytes, sha256Matches, failure);
  }

  /** The same with something that was found wrong. */
  public Proof with(Failure wrong) {
    return new Proof(rung, bytes, sha256Matches, wrong);
  }
}
