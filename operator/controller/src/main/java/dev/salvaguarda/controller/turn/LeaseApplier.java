package dev.salvaguarda.controller.turn;

import dev.salvaguarda.domain.turn.Turn;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes and gives back the leases of groups. */
public final class LeaseApplier {
  private final KubernetesClient client;

  public LeaseApplier(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Takes the leases of all groups, in the same order as everybody, so that two never wait for each
   * other.
   *
   * @param isOpen whether the holder with this name and UID has not ended
   * @param takenOver told in words when a lease was left behind by somebody who has ended
   * @return mine, or behind the first holder that is in the way
   */
  public Turn claim(
      OwnerReference holder,
      String namespace,
      Collection<String> groups,
      BiPredicate<String, String> isOpen,
      Consumer<String> takenOver,
      Instant now) {
    for (String group : new TreeSet<>(groups)) {
      String other = take(holder, namespace, group, isOpen, takenOver, now);
      if (other != null) {
        return new Turn.Behind(1, other);
      }
    }
    return new Turn.Mine();
  }

  /**
   * Gives back all that are in these hands. The groups may be called otherwise by now, or what
   * named them may be gone.
   */
  public void release(String holderUid, String namespace) {
    client
        .resources(Lease.class)
        .inNamespace(namespace)
        .withLabels(GroupLease.LABELS)
        .list()
        .getItems()
        .stream()
        .filter(lease -> GroupLease.isHeldBy(lease, holderUid))
        .forEach(lease ->
            unlessSomebodyWasFaster(() -> client.resource(lease).lockResourceVersion().delete()));
  }

  /** Name of the holder in the way; null once the lease is in our hands. */
  private @Nullable String take(
      OwnerReference holder,
      String namespace,
      String group,
      BiPredicate<String, String> isOpen,
      Consumer<String> takenOver,
      Instant now) {
    Lease wanted = GroupLease.heldBy(holder, namespace, group, null, now);
    if (unlessSomebodyWasFaster(() -> client.resource(wanted).create())) {
      return null;
    }
    Lease found = read(namespace, group);
    if (found == null) {
      return "another holder";
    }
    if (GroupLease.isHeldBy(found, holder.getUid())) {
      return null;
    }
    String name = GroupLease.holderOf(found);
    if (isOpen.test(name, found.getSpec().getHolderIdentity())) {
      return name;
    }
    Lease mine = GroupLease.heldBy(holder, namespace, group, found, now);
    if (!unlessSomebodyWasFaster(() -> client.resource(mine).update())) {
      return name;
    }
    takenOver.accept(
        "Took the lease of group %s over from %s, which has ended or is gone."
            .formatted(group, name));
    return null;
  }

  private @Nullable Lease read(String namespace, String group) {
    return client
        .resources(Lease.class)
        .inNamespace(namespace)
        .withName(GroupLease.nameOf(group))
        .get();
  }

  private static boolean unlessSomebodyWasFaster(Runnable write) {
    try {
      write.run();
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT
          && refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
      return false;
    }
  }
}
