package dev.salvaguarda.testkit.proxmox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the token may do, by path. An entry holds below its path too, until a deeper path has one of
 * its own; a guest has its pool's privileges as well. At first all that copying and trying guests
 * needs is granted on {@code /}.
 */
public final class AccessList {
  private static final Set<String> ALL =
      Set.of(
          "VM.Audit",
          "VM.Backup",
          "VM.Allocate",
          "VM.PowerMgmt",
          "VM.GuestAgent.Audit",
          "VM.Config.Network",
          "VM.Config.Options",
          "Pool.Audit",
          "Datastore.Audit",
          "Datastore.AllocateSpace",
          "Sys.Audit",
          "SDN.Use");

  private final Map<String, Set<String>> entries = new TreeMap<>();

  AccessList() {
    entries.put("/", ALL);
  }

  /** Grants exactly these privileges on a path, and none where none is named. */
  public synchronized AccessList set(String path, String... privileges) {
    entries.put(path, Set.of(privileges));
    return this;
  }

  /** Takes every entry away. */
  public synchronized AccessList clear() {
    entries.clear();
    return this;
  }

  synchronized boolean allows(String path, String privilege) {
    for (String at = path; ; at = at.substring(0, at.lastIndexOf('/'))) {
      Set<String> granted = entries.get(at.isEmpty() ? "/" : at);
      if (granted != null) {
        return granted.contains(privilege);
      }
      if (at.isEmpty() || at.equals("/")) {
        return false;
      }
    }
  }

  boolean allows(SimulatedGuest guest, String privilege) {
    return allows("/vms/" + guest.vmid(), privilege)
        || (!guest.pool().isEmpty() && allows("/pool/" + guest.pool(), privilege));
  }

  /** What holds on one path, and for a guest of this pool; empty for none. */
  Map<String, Integer> permissions(String path, String pool) {
    Map<String, Integer> told = new TreeMap<>();
    ALL.stream()
        .filter(privilege ->
            allows(path, privilege) || (!pool.isEmpty() && allows("/pool/" + pool, privilege)))
        .forEach(privilege -> told.put(privilege, 1));
    return told;
  }

  /** By path, 1 for each privilege, as the API tells it. */
  synchronized Map<String, Map<String, Integer>> permissions() {
    Map<String, Map<String, Integer>> told = new TreeMap<>();
    entries.forEach((path, granted) -> {
      Map<String, Integer> one = new TreeMap<>();
      List<String> sorted = new ArrayList<>(new TreeSet<>(granted));
      sorted.forEach(privilege -> one.put(privilege, 1));
      told.put(path, Collections.unmodifiableMap(one));
    });
    return told;
  }
}
