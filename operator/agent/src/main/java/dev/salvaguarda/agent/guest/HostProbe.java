package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.proxmox.ClusterNode;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.guest.Exclusion;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.domain.guest.HostFinding.Sight;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a host before there is something to copy: what token and key of a policy may not do, and
 * which guests are in no policy. Nothing is written there.
 */
public final class HostProbe {
  private static final int MOST_NAMED = 10;

  private final String name;
  private final ProxmoxApi api;
  private final ArchiveOrigin origin;

  /**
   * Looks at a host, which is not asked yet.
   *
   * @param name of the machine whose API is asked
   * @param origin on which way its guests are copied
   */
  public HostProbe(String name, ProxmoxApi api, ArchiveOrigin origin) {
    this.name = name;
    this.api = api;
    this.origin = origin;
  }

  /**
   * Looks once.
   *
   * @param asked what the policy copies
   * @param policies what each policy of the host copies, this one among them
   * @param exclusions of all of them
   */
  public HostFinding look(
      ProxmoxOrder.Guests asked,
      List<ProxmoxOrder.Guests> policies,
      List<Exclusion> exclusions,
      Instant now)
      throws InterruptedException {
    Inventory inventory;
    Sight sight;
    try {
      inventory = api.inventory();
      sight = sight(inventory, policies, exclusions, now);
    } catch (SourceException e) {
      return HostFinding.none(e.failure());
    }
    List<Guest> meant =
        inventory.guests().stream().filter(one -> GuestSelection.selects(asked, one)).toList();
    String seen =
        "Proxmox VE %s at %s shows %d guest%s to copy."
            .formatted(
                inventory.version().text(), name, meant.size(), meant.size() == 1 ? "" : "s");
    return new HostFinding(trouble(asked, meant, inventory), seen, sight);
  }

  /** What a token does not see looks as if it were not there. */
  private Sight sight(
      Inventory inventory,
      List<ProxmoxOrder.Guests> policies,
      List<Exclusion> exclusions,
      Instant now)
      throws SourceException, InterruptedException {
    List<Privilege> missing = api.missing(List.of(Privilege.AUDIT_ALL));
    return missing.isEmpty()
        ? new Sight.Full(GuestCoverage.of(inventory.guests(), policies, exclusions, now))
        : new Sight.Partial(
            "The token of %s sees some guests only: it lacks %s."
                .formatted(name, Privilege.AUDIT_ALL));
  }

  private @Nullable Failure trouble(
      ProxmoxOrder.Guests asked, List<Guest> meant, Inventory inventory)
      throws InterruptedException {
    try {
      requirePrivileges(asked, meant, inventory);
      requireGuests(asked, meant);
      Map<String, List<Guest>> byNode =
          meant.stream()
              .collect(Collectors.groupingBy(Guest::node, TreeMap::new, Collectors.toList()));
      for (List<Guest> onNode : byNode.values()) {
        origin.requireOpen(inventory, onNode);
      }
      return null;
    } catch (SourceException e) {
      return e.failure();
    }
  }

  private void requirePrivileges(ProxmoxOrder.Guests asked, List<Guest> meant, Inventory inventory)
      throws SourceException, InterruptedException {
    List<Privilege> needed = new ArrayList<>();
    absent(asked, meant).forEach(vmid -> needed.add(Privilege.audit(vmid)));
    asked.pools().stream()
        .filter(
            pool -> meant.stream().noneMatch(one -> one.pool().filter(pool::equals).isPresent()))
        .forEach(pool -> needed.add(Privilege.auditPool(pool)));
    boolean unknown =
        inventory.nodes().stream()
            .filter(ClusterNode::online)
            .anyMatch(one -> one.address().isEmpty());
    if (inventory.nodes().size() > 1 && unknown) {
      needed.add(Privilege.AUDIT_SYSTEM);
    }
    if (meant.isEmpty() && asked.ids().isEmpty()) {
      needed.add(Privilege.AUDIT_ALL);
    }
    needed.addAll(origin.needed(meant));
    List<Privilege> missing = needed.isEmpty() ? List.of() : api.missing(needed);
    if (!missing.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The token of the Proxmox host %s lacks %s."
              .formatted(name, named(missing.stream().map(Privilege::toString).toList())));
    }
  }

  private void requireGuests(ProxmoxOrder.Guests asked, List<Guest> meant) throws SourceException {
    List<String> absent = absent(asked, meant).stream().map(String::valueOf).toList();
    if (!absent.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_NOT_FOUND,
          "The Proxmox host %s has no guest %s, which guests.ids names."
              .formatted(name, named(absent)));
    }
    if (meant.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_EMPTY,
          "No guest of the Proxmox host %s is what guests names.".formatted(name));
    }
  }

  private static List<Integer> absent(ProxmoxOrder.Guests asked, List<Guest> meant) {
    Set<Integer> there = meant.stream().map(Guest::vmid).collect(Collectors.toSet());
    return asked.ids().stream().filter(vmid -> !there.contains(vmid)).sorted().toList();
  }

  static String named(List<String> all) {
    int more = all.size() - MOST_NAMED;
    String some = String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMED)));
    return more > 0 ? "%s and %d more".formatted(some, more) : some;
  }
}
