package dev.salvaguarda.controller.run;

import dev.salvaguarda.domain.name.ShortName;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Lease that one run of a group holds while it is its turn. It names the run and goes with it;
 * how long it is valid follows from the run's phase, not from a clock.
 */
final class GroupLease {
  static final String RUN_ANNOTATION = "salvaguarda.dev/run";
  static final String GROUP_ANNOTATION = "salvaguarda.dev/concurrency-group";

  private static final int MAX_NAME = 63;

  private GroupLease() {}

  /** Its name: readable, and different for groups that differ only in upper and lower case. */
  static String nameOf(String group) {
    String readable = group.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return ShortName.withHash("run-group-" + readable, group, MAX_NAME);
  }

  /** The lease in the hands of a run; replaces {@code former} if that is given. */
  static Lease heldBy(RunSeen seen, String group, @Nullable Lease former, Instant now) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(nameOf(group))
        .withNamespace(seen.namespace())
        .withResourceVersion(former == null ? null : former.getMetadata().getResourceVersion())
        .addToLabels("app.kubernetes.io/managed-by", "salvaguarda")
        .addToAnnotations(RUN_ANNOTATION, seen.name())
        .addToAnnotations(GROUP_ANNOTATION, group)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(seen.run().getApiVersion())
                .withKind(seen.run().getKind())
                .withName(seen.name())
                .withUid(seen.uid())
                .build())
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(seen.uid())
        .withAcquireTime(now.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  /** Name of the run that holds it. */
  static String runOf(Lease lease) {
    String run =
        lease.getMetadata().getAnnotations() == null
            ? null
            : lease.getMetadata().getAnnotations().get(RUN_ANNOTATION);
    return run == null ? "" : run;
  }
}
