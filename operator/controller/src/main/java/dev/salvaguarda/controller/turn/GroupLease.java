package dev.salvaguarda.controller.turn;

import dev.salvaguarda.domain.name.ShortName;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Lease that one holder of a group has while it is its turn. It names the holder and goes with
 * it; how long it is valid follows from the holder's life, not from a clock.
 */
final class GroupLease {
  static final String HOLDER_ANNOTATION = "salvaguarda.dev/holder";
  static final String GROUP_ANNOTATION = "salvaguarda.dev/concurrency-group";

  /** By which they are found among the leases of others. */
  static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", "salvaguarda");

  private static final int MAX_NAME = 63;

  private GroupLease() {}

  /** Its name: readable, and different for groups that differ only in upper and lower case. */
  static String nameOf(String group) {
    String readable = group.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return ShortName.withHash("run-group-" + readable, group, MAX_NAME);
  }

  /** The lease in the hands of a holder; replaces {@code former} if that is given. */
  static Lease heldBy(
      OwnerReference holder, String namespace, String group, @Nullable Lease former, Instant now) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(nameOf(group))
        .withNamespace(namespace)
        .withResourceVersion(former == null ? null : former.getMetadata().getResourceVersion())
        .addToLabels(LABELS)
        .addToAnnotations(HOLDER_ANNOTATION, holder.getName())
        .addToAnnotations(GROUP_ANNOTATION, group)
        .withOwnerReferences(
            new OwnerReferenceBuilder(holder)
                .withController(null)
                .withBlockOwnerDeletion(null)
                .build())
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder.getUid())
        .withAcquireTime(now.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  static boolean isHeldBy(Lease lease, String uid) {
    return lease.getSpec() != null && uid.equals(lease.getSpec().getHolderIdentity());
  }

  /** Name of the holder. */
  static String holderOf(Lease lease) {
    String name =
        lease.getMetadata().getAnnotations() == null
            ? null
            : lease.getMetadata().getAnnotations().get(HOLDER_ANNOTATION);
    return name == null ? "" : name;
  }
}
