package dev.salvaguarda.testkit.proxmox;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which nodes and guests there are. */
final class Inventory {
  private final List<String> nodes;
  private volatile @Nullable Spool spool;
  private volatile int silence;
  private volatile Function<List<String>, GuestProgram> programs = _ -> new GuestProgram.Missing();
  private final Set<String> offline = ConcurrentHashMap.newKeySet();
  private final ConcurrentSkipListMap<Integer, SimulatedGuest> guests =
      new ConcurrentSkipListMap<>();

  Inventory(List<String> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  List<String> nodes() {
    return nodes;
  }

  Optional<Spool> spool() {
    return Optional.ofNullable(spool);
  }

  void spool(Spool storage) {
    spool = storage;
  }

  /** How often the agents of restored guests keep silent. */
  int silence() {
    return silence;
  }

  /** What becomes of a program that is run in a guest, by its words. */
  Function<List<String>, GuestProgram> programs() {
    return programs;
  }

  void programs(Function<List<String>, GuestProgram> become) {
    programs = become;
  }

  void silence(int pings) {
    silence = pings;
  }

  void add(SimulatedGuest guest) {
    guests.put(guest.vmid(), guest);
  }

  void remove(int vmid) {
    guests.remove(vmid);
  }

  /** In order of their numbers. */
  Collection<SimulatedGuest> guests() {
    return guests.values();
  }

  Optional<SimulatedGuest> guest(int vmid) {
    return Optional.ofNullable(guests.get(vmid));
  }

  boolean isOnline(String node) {
    return !offline.contains(node);
  }

  void setOnline(String node, boolean online) {
    if (online) {
      offline.remove(node);
    } else {
      offline.add(node);
    }
  }
}
