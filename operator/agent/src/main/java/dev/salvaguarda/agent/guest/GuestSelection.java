package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.time.Instant;
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

  static GuestSelection of(ProxmoxOrder.Guests asked, List<Guest> there, Instant now) {
    Set<Integer> wanted = new TreeSet<>(asked.ids());
    List<String> remarks = new ArrayList<>();
    for (Guest guest : there) {
      if (selects(asked, guest)) {
        wanted.add(guest.vmid());
      } else if (means(asked, guest) && !guest.isTried(now)) {
        remarks.add(
            "%s %s and is left out; %s.".formatted(guest.text(), why(guest), remedy(guest)));
      }
    }
    asked.exclude().forEach(wanted::remove);
    remarks.addAll(selectingNothing("tag", asked.tags(), tagsOf(there)));
    remarks.addAll(selectingNothing("pool", asked.pools(), poolsOf(there)));
    remarks.addAll(selectingNothing("name", asked.names(), namesOf(there)));
    return new GuestSelection(List.copyOf(wanted), remarks);
  }

  private static String why(Guest guest) {
    if (guest.isBeingMade()) {
      return "is just being made";
    }
    return guest.template() ? "is a template" : "has the tag %s of a test".formatted(Guest.TRIED);
  }

  private static String remedy(Guest guest) {
    return guest.isBeingMade()
        ? "the next run copies it"
        : "name it in guests.ids to copy it"
            + (guest.template()
                ? ""
                : ", or take the tag away, which clones have from what they are made of");
  }

  /** Whether a guest is copied that is there. */
  static boolean selects(ProxmoxOrder.Guests asked, Guest guest) {
    boolean passing = guest.template() || guest.isTried() || guest.isBeingMade();
    return means(asked, guest) && (asked.ids().contains(guest.vmid()) || !passing);
  }

  /** Whether a guest is what was asked for, copied or not. */
  static boolean means(ProxmoxOrder.Guests asked, Guest guest) {
    return !asked.exclude().contains(guest.vmid())
        && (asked.ids().contains(guest.vmid()) || isMeant(asked, guest));
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
