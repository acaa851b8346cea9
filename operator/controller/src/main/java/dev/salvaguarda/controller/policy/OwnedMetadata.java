package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.controller.policy.PolicySeen.Identity;
import dev.salvaguarda.domain.name.LabelValue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Name, labels and owner of what the operator makes for a policy; it goes with its policy. */
final class OwnedMetadata {
  private static final String KIND = "BackupPolicy";

  private OwnedMetadata() {}

  static ObjectMeta of(Identity policy, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(policy.namespace())
        .addToLabels(ApiGroup.POLICY_LABEL, LabelValue.of(policy.name()))
        .addToLabels("app.kubernetes.io/managed-by", "salvaguarda")
        .addNewOwnerReference()
        .withApiVersion(ApiGroup.GROUP + "/" + ApiGroup.VERSION)
        .withKind(KIND)
        .withName(policy.name())
        .withUid(policy.uid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .endOwnerReference()
        .build();
  }

  /** Whether the policy with this UID owns an object. */
  static boolean isOwnedBy(HasMetadata object, String uid) {
    return owners(object).anyMatch(owner -> owner.getUid().equals(uid));
  }

  /** Whether any policy owns it, so that it is no person's. */
  static boolean isOwned(HasMetadata object) {
    return owners(object).findAny().isPresent();
  }

  private static Stream<OwnerReference> owners(HasMetadata object) {
    return Objects.requireNonNullElse(
            object.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
        .stream()
        .filter(owner -> KIND.equals(owner.getKind()));
  }
}
