package dev.salvaguarda.testkit.proxmox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Calls about one guest: its configuration, its power, its agent and its end. */
final class GuestRoutes {
  private final Inventory inventory;
  private final AccessList access;
  private final Tasks tasks;
  private final GuestPower power;

  GuestRoutes(Inventory inventory, AccessList access, Tasks tasks) {
    this.inventory = inventory;
    this.access = access;
    this.tasks = tasks;
    this.power = new GuestPower(inventory);
  }

  /** Empty for a call that is none of these. */
  Optional<ApiReply> answer(ApiRequest request) {
    List<String> parts = request.parts();
    if (parts.size() < 4 || !(parts.get(2).equals("qemu") || parts.get(2).equals("lxc"))) {
      return Optional.empty();
    }
    String kind = parts.get(2);
    String id = parts.get(3);
    if (!id.matches("[1-9][0-9]{0,8}")) {
      return Optional.of(
          ApiReply.invalid("vmid", "type check ('integer') failed - got '" + id + "'"));
    }
    String call = request.method() + " " + String.join("/", parts.subList(4, parts.size()));
    String node = parts.get(1);
    int vmid = Integer.parseInt(id);
    return switch (call) {
      case "GET config" -> Optional.of(with(node, kind, vmid, "VM.Audit", this::config));
      case "GET status/current" ->
          Optional.of(with(node, kind, vmid, "VM.Audit", GuestRoutes::current));
      case "POST status/start" ->
          Optional.of(act(node, kind, vmid, "VM.PowerMgmt", "start", power::start));
      case "POST status/stop", "POST status/shutdown" ->
          Optional.of(act(node, kind, vmid, "VM.PowerMgmt", "stop", power::stop));
      case "POST agent/ping" ->
          Optional.of(with(node, kind, vmid, "VM.GuestAgent.Audit", this::ping));
      case "DELETE " ->
          Optional.of(act(node, kind, vmid, "VM.Allocate", "destroy", power::destroy));
      default -> Optional.empty();
    };
  }

  private ApiReply with(
      String node,
      String kind,
      int vmid,
      String privilege,
      Function<SimulatedGuest, ApiReply> answer) {
    Optional<SimulatedGuest> guest =
        inventory
            .guest(vmid)
            .filter(one -> one.kind().word().equals(kind) && one.node().equals(node));
    boolean isAllowed =
        guest
            .map(one -> access.allows(one, privilege))
            .orElseGet(() -> access.allows("/vms/" + vmid, privilege));
    if (!isAllowed) {
      return ApiReply.forbidden("/vms/" + vmid, privilege);
    }
    if (guest.isEmpty()) {
      String folder = kind.equals("qemu") ? "qemu-server" : "lxc";
      return ApiReply.failed(
          500,
          "Configuration file 'nodes/%s/%s/%d.conf' does not exist".formatted(node, folder, vmid));
    }
    return answer.apply(guest.get());
  }

  private ApiReply act(
      String node,
      String kind,
      int vmid,
      String privilege,
      String verb,
      Function<SimulatedGuest, Optional<String>> act) {
    String type = (kind.equals("qemu") ? "qm" : "vz") + verb;
    return with(
        node,
        kind,
        vmid,
        privilege,
        guest ->
            verb.equals("destroy") && guest.config().getOrDefault("protection", "0").equals("1")
                ? ApiReply.failed(500, power.destroy(guest).orElseThrow())
                : tasks.start(node, type, vmid, _ -> act.apply(guest).orElse("OK")));
  }

  private ApiReply config(SimulatedGuest guest) {
    Map<String, Object> config = new LinkedHashMap<>();
    guest.config().forEach((key, value) -> config.put(key, numeric(value)));
    config.put("digest", "%040x".formatted(guest.config().hashCode() & 0xffffffffL));
    return ApiReply.of(config);
  }

  private static ApiReply current(SimulatedGuest guest) {
    Map<String, Object> row = new GuestDescription(guest).row(true);
    row.put("qmpstatus", row.get("status"));
    if (guest.config().getOrDefault("agent", "0").startsWith("1")) {
      row.put("agent", 1);
    }
    return ApiReply.of(row);
  }

  private ApiReply ping(SimulatedGuest guest) {
    return power
        .ping(guest)
        .map(why -> ApiReply.failed(500, why))
        .orElseGet(() -> ApiReply.of(Map.of("result", Map.of())));
  }

  private static Object numeric(String value) {
    return value.matches("\\d{1,9}") ? (Object) Integer.valueOf(value) : value;
  }
}
