package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.FoundDamage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a place that came to its end says of damage there.
 *
 * @param who looked
 * @param damage that was found; null if nothing
 * @param since when it began to read again all that was known by name to be damaged; null if it did
 *     not, or not all of that
 * @param all whether it read every pack
 */
public record Finding(
    HasMetadata who, @Nullable DamageStatus damage, @Nullable Instant since, boolean all) {

  /**
   * Whether it says all that this says, or better. Of more than an earlier reading could name only
   * its own policy's readings know where to look; and what was found meanwhile it did not hear of.
   */
  public boolean replaces(FoundDamage earlier) {
    boolean own = earlier.uid().equals(who.getMetadata().getUid());
    boolean heard = since != null && earlier.time() != null && earlier.time().isBefore(since);
    return own || (heard && (all || earlier.damage().listsAllPacks()));
  }
}
