package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which guests a policy means, of those that there are.
 *
 * @param wanted numbers in ascending order; also of guests that are named and not there, so that
 *     they are missed
 * @param remarks on what a person might miss, a sentence each
 */
record GuestSelection(List<Integer> wanted, List<String> remarks) {
  GuestSelection {
    wanted = List.copyOf(wanted);
    remarks = List.copyOf(remarks);
  }

  static GuestSelection of(ProxmoxOrder.Guests asked, List<Guest> there) {
    Set<Integer> wanted = new TreeSet<>(asked.ids());
    List<String> remarks = new ArrayList<>();
    for (Guest guest : there) {
      if (!isMeant(asked, guest) || guest.isTried() || asked.ids().contains(guest.vmid())) {
        continue;
      }
      if (guest.template()) {
        remarks.add(
            "%s is a template and is left out; name it in guests.ids to copy it."
                .formatted(guest.text()));
      } else {
        wanted.add(guest.vmid());
      }
    }
    asked.exclude().forEach(wanted::remove);
    remarks.addAll(selectingNothing("tag", asked.tags(), tagsOf(there)));
    remarks.addAll(selectingNothing("pool", asked.pools(), poolsOf(there)));
    remarks.addAll(selectingNothing("name", asked.names(), namesOf(there)));
    return new GuestSelection(List.copyOf(wanted), remarks);
  }

  private static boolean isMeant(ProxmoxOrder.Guests asked, Guest guest) {
    return asked.all()
        || guest.tags().stream().anyMatch(asked.tags()::contains)
        || guest.pool().filter(asked.pools()::contains).isPresent()
        || asked.names().contains(guest.name());
  }

  private static List<String> selectingNothing(
      String what, List<String> asked, Set<String> existing) {
    return asked.stream()
        .filter(one -> !existing.contains(one))
        .map(one -> "No guest has the %s %s.".formatted(what, one))
        .toList();
  }

  private static Set<String> tagsOf(List<Guest> there) {
    return there.stream().flatMap(guest -> guest.tags().stream()).collect(Collectors.toSet());
  }

  private static Set<String> poolsOf(List<Guest> there) {
    return there.stream().flatMap(guest -> guest.pool().stream()).collect(Collectors.toSet());
  }

  private static Set<String> namesOf(List<Guest> there) {
    return there.stream().map(Guest::name).collect(Collectors.toSet());
  }
}
