package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.FoundDamage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a place that came to its end says of damage there.
 *
 * @param who looked
 * @param damage that was found; null if nothing
 * @param reread whether all that was known by name to be damaged was read again
 * @param all whether every pack was read
 */
public record Finding(HasMetadata who, @Nullable DamageStatus damage, boolean reread, boolean all) {

  /**
   * Whether it says all that this says, or better. Of more than an earlier reading could name only
   * its own policy's readings know where to look.
   */
  public boolean replaces(FoundDamage earlier) {
    return all
        || earlier.uid().equals(who.getMetadata().getUid())
        || (reread && earlier.damage().listsAllPacks());
  }
}
