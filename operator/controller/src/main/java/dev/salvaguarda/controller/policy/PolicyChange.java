package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.controller.retention.RetentionReading;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of a policy call for a look at it: of its specification, and of what others write
 * elsewhere in it, that is what a pass of maintenance left and the rules a person said yes to. What
 * the operator itself reports calls for none.
 */
public final class PolicyChange implements OnUpdateFilter<BackupPolicy> {
  @Override
  public boolean accept(BackupPolicy next, BackupPolicy old) {
    return !essence(next).equals(essence(old));
  }

  private static List<@Nullable Object> essence(BackupPolicy policy) {
    return Arrays.asList(
        policy.getMetadata().getGeneration(),
        policy.getMetadata().getDeletionTimestamp(),
        RetentionReading.confirmed(policy),
        policy.getStatus() == null ? List.of() : policy.getStatus().retention());
  }
}
