package dev.salvaguarda.testkit.proxmox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is told about the storages of nodes: the one of the guests, and the shared folder. */
final class StorageRows {
  private static final long TOTAL = 1L << 40;
  private static final long USED = 1L << 38;

  private final Inventory inventory;
  private final AccessList access;

  StorageRows(Inventory inventory, AccessList access) {
    this.inventory = inventory;
    this.access = access;
  }

  /** Rows of {@code GET /cluster/resources}. */
  List<Map<String, Object>> ofCluster() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String storage : visible()) {
      for (String node : inventory.nodes()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", "storage/" + node + "/" + storage);
        row.put("type", "storage");
        row.put("storage", storage);
        row.put("node", node);
        row.put("status", inventory.isOnline(node) && isActive(storage) ? "available" : "unknown");
        row.put("plugintype", type(storage));
        row.put("content", content(storage));
        row.put("shared", storage.equals(Spool.NAME) ? 1 : 0);
        row.put("maxdisk", TOTAL);
        row.put("disk", USED);
        rows.add(row);
      }
    }
    return rows;
  }

  /** Rows of {@code GET /nodes/NODE/storage}; content is empty for any. */
  List<Map<String, Object>> ofNode(String content) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String storage : visible()) {
      if (List.of(content(storage).split(",", -1)).contains(content) || content.isEmpty()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("storage", storage);
        row.put("type", type(storage));
        row.put("content", content(storage));
        row.put("active", isActive(storage) ? 1 : 0);
        row.put("enabled", 1);
        row.put("shared", storage.equals(Spool.NAME) ? 1 : 0);
        row.put("total", isActive(storage) ? TOTAL : 0);
        row.put("used", isActive(storage) ? USED : 0);
        row.put("avail", isActive(storage) ? TOTAL - USED : 0);
        rows.add(row);
      }
    }
    return rows;
  }

  private List<String> visible() {
    List<String> all = new ArrayList<>(List.of(SimulatedGuest.STORAGE));
    inventory.spool().ifPresent(_ -> all.add(Spool.NAME));
    return all.stream()
        .filter(storage ->
            access.allows("/storage/" + storage, "Datastore.Audit")
                || access.allows("/storage/" + storage, "Datastore.AllocateSpace"))
        .toList();
  }

  private boolean isActive(String storage) {
    return !storage.equals(Spool.NAME) || inventory.spool().filter(Spool::isOffline).isEmpty();
  }

  private static String type(String storage) {
    return storage.equals(Spool.NAME) ? "dir" : "lvmthin";
  }

  private static String content(String storage) {
    return storage.equals(Spool.NAME) ? "backup" : "images,rootdir";
  }
}
