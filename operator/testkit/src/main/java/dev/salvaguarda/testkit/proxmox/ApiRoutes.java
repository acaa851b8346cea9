package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which call gets which answer, once it is known who asks. */
final class ApiRoutes {
  private static final String CLUSTER = "example";

  private final ProxmoxSettings settings;
  private final Inventory inventory;
  private final AccessList access;
  private final Tasks tasks;
  private final SpoolRoutes spool;
  private final GuestRoutes guests;

  ApiRoutes(
      ProxmoxSettings settings,
      Inventory inventory,
      AccessList access,
      Tasks tasks,
      SpoolRoutes spool) {
    this.settings = settings;
    this.inventory = inventory;
    this.access = access;
    this.tasks = tasks;
    this.spool = spool;
    this.guests = new GuestRoutes(inventory, access, tasks);
  }

  ApiReply answer(ApiRequest request) {
    List<String> parts = request.parts();
    String call = request.method() + " " + String.join("/", parts);
    return switch (call) {
      case "GET version" -> version();
      case "GET cluster/resources" -> resources(request.parameters().getOrDefault("type", ""));
      case "GET cluster/status" ->
          access.allows("/", "Sys.Audit") ? status() : ApiReply.forbidden("/", "Sys.Audit");
      case "GET access/permissions" -> permissions(request.parameters().get("path"));
      case "GET cluster/nextid" -> nextId(request);
      case "GET nodes" -> ApiReply.of(nodes());
      default ->
          parts.size() > 1 && parts.getFirst().equals("nodes") ? onNode(request) : missing(request);
    };
  }

  /** Of one path, also if nothing is granted there itself; null for all that have an entry. */
  private ApiReply permissions(@Nullable String path) {
    if (path == null) {
      return ApiReply.of(access.permissions());
    }
    Map<String, Integer> granted = access.permissions(path, poolOf(path));
    return ApiReply.of(granted.isEmpty() ? Map.of() : Map.of(path, granted));
  }

  private String poolOf(String path) {
    return inventory.guests().stream()
        .filter(guest -> path.equals("/vms/" + guest.vmid()))
        .map(SimulatedGuest::pool)
        .findFirst()
        .orElse("");
  }

  private ApiReply version() {
    Map<String, Object> version = new LinkedHashMap<>();
    version.put("version", settings.version());
    version.put("release", settings.version().replaceFirst("\\.\\d+$", ""));
    version.put("repoid", "14a22df");
    return ApiReply.of(version);
  }

  private ApiReply resources(String type) {
    if (!List.of("", "vm", "node", "storage").contains(type)) {
      return ApiReply.invalid(
          "type", "value '" + type + "' does not have a value in the enumeration");
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    if (type.isEmpty() || type.equals("vm")) {
      inventory.guests().stream()
          .filter(guest -> access.allows(guest, "VM.Audit"))
          .forEach(
              guest -> rows.add(new GuestDescription(guest).row(inventory.isOnline(guest.node()))));
    }
    if (type.isEmpty() || type.equals("node")) {
      rows.addAll(nodes());
    }
    if (type.isEmpty() || type.equals("storage")) {
      rows.addAll(new StorageRows(inventory, access).ofCluster());
    }
    return ApiReply.of(rows);
  }

  private List<Map<String, Object>> nodes() {
    return inventory.nodes().stream()
        .map(node -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("id", "node/" + node);
          row.put("type", "node");
          row.put("node", node);
          row.put("status", inventory.isOnline(node) ? "online" : "offline");
          if (inventory.isOnline(node) && access.allows("/nodes/" + node, "Sys.Audit")) {
            row.put("maxcpu", 8);
            row.put("maxmem", 32L << 30);
            row.put("uptime", 864_000);
          }
          return row;
        })
        .toList();
  }

  private ApiReply status() {
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("type", "cluster");
    cluster.put("id", "cluster");
    cluster.put("name", CLUSTER);
    cluster.put("nodes", inventory.nodes().size());
    cluster.put("quorate", 1);
    cluster.put("version", 4);
    // A host on its own belongs to no cluster.
    if (inventory.nodes().size() > 1) {
      rows.add(cluster);
    }
    for (int i = 0; i < inventory.nodes().size(); i++) {
      String node = inventory.nodes().get(i);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("type", "node");
      row.put("id", "node/" + node);
      row.put("name", node);
      row.put("nodeid", i + 1);
      row.put("ip", NodeAddress.of(i));
      row.put("online", inventory.isOnline(node) ? 1 : 0);
      row.put("local", i == 0 ? 1 : 0);
      row.put("level", "");
      rows.add(row);
    }
    return ApiReply.of(rows);
  }

  private ApiReply onNode(ApiRequest request) {
    List<String> parts = request.parts();
    String node = parts.get(1);
    if (!inventory.nodes().contains(node)) {
      return ApiReply.bare(596, "tls_process_server_certificate: certificate verify failed");
    }
    if (!inventory.isOnline(node)) {
      return ApiReply.bare(595, "No route to host");
    }
    try {
      return tasks
          .answer(request)
          .or(() -> guests.answer(request))
          .or(() -> onSpool(request))
          .orElseGet(() -> missing(request));
    } catch (UncheckedIOException e) {
      return ApiReply.failed(500, String.valueOf(e.getMessage()));
    }
  }

  private Optional<ApiReply> onSpool(ApiRequest request) {
    try {
      return spool.answer(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ApiReply nextId(ApiRequest request) {
    String wanted = request.parameters().getOrDefault("vmid", "");
    if (wanted.matches("[1-9][0-9]{2,8}")) {
      return inventory.guest(Integer.parseInt(wanted)).isPresent()
          ? ApiReply.invalid("vmid", "VM " + wanted + " already exists")
          : ApiReply.of(wanted);
    }
    int free = 100;
    while (inventory.guest(free).isPresent()) {
      free++;
    }
    return ApiReply.of(String.valueOf(free));
  }

  private static ApiReply missing(ApiRequest request) {
    return ApiReply.failed(
        501, "Method '%s %s' not implemented".formatted(request.method(), request.path()));
  }

  /** The value with every number in it as a string. */
  @Nullable Object withNumbersAsStrings(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.toString();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(one -> all.add(withNumbersAsStrings(one)));
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      map.forEach((key, one) -> all.put(String.valueOf(key), withNumbersAsStrings(one)));
      return all;
    }
    return value;
  }
}
