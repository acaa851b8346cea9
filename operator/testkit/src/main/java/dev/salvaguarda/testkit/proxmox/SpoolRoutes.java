package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies into the shared folder and restores from it, asked for by the API alone. */
final class SpoolRoutes {
  private static final List<String> ROOT_ONLY = List.of("dumpdir", "tmpdir", "script", "job-id");
  private static final List<String> SYSTEM = List.of("bwlimit", "ionice", "performance");

  private final Inventory inventory;
  private final AccessList access;
  private final Tasks tasks;
  private final SpoolBackup backup;

  SpoolRoutes(Inventory inventory, AccessList access, Tasks tasks, SpoolBackup backup) {
    this.inventory = inventory;
    this.access = access;
    this.tasks = tasks;
    this.backup = backup;
  }

  /** Empty for a call that is none of these. */
  Optional<ApiReply> answer(ApiRequest request) throws IOException {
    List<String> parts = request.parts();
    String node = parts.get(1);
    String rest = String.join("/", parts.subList(2, parts.size()));
    String content = "storage/" + Spool.NAME + "/content";
    if (rest.equals("vzdump") && request.method().equals("POST")) {
      return Optional.of(dump(node, request.parameters()));
    }
    if (rest.equals("storage") && request.method().equals("GET")) {
      String wanted = request.parameters().getOrDefault("content", "");
      return Optional.of(ApiReply.of(new StorageRows(inventory, access).ofNode(wanted)));
    }
    if (rest.equals("qemu") && request.method().equals("POST")) {
      return Optional.of(restore(node, "qmrestore", "archive", request.parameters()));
    }
    if (rest.equals("lxc") && request.method().equals("POST")) {
      return Optional.of(restore(node, "vzrestore", "ostemplate", request.parameters()));
    }
    if (!rest.startsWith(content)) {
      return Optional.empty();
    }
    if (!access.allows("/storage/" + Spool.NAME, "Datastore.AllocateSpace")) {
      return Optional.of(ApiReply.forbidden("/storage/" + Spool.NAME, "Datastore.AllocateSpace"));
    }
    return Optional.of(
        rest.equals(content)
            ? list(request.parameters())
            : change(request, rest.substring(content.length() + 1)));
  }

  private ApiReply dump(String node, Map<String, String> parameters) {
    if (parameters.containsKey("stdout")) {
      return ApiReply.invalid("stdout", "option is only allowed on the command line interface");
    }
    if (!parameters.getOrDefault("vmid", "").matches("[1-9][0-9]{2,8}")) {
      return ApiReply.invalid("vmid", "invalid format - value does not look like a valid VM ID");
    }
    int vmid = Integer.parseInt(parameters.getOrDefault("vmid", ""));
    Optional<SimulatedGuest> guest = inventory.guest(vmid);
    Optional<ApiReply> refusal = refusal(vmid, guest, parameters);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Spool> spool = inventory.spool();
    if (spool.isEmpty() || !parameters.getOrDefault("storage", "").equals(Spool.NAME)) {
      String storage = parameters.getOrDefault("storage", "local");
      return ApiReply.failed(500, "storage '%s' does not exist".formatted(storage));
    }
    if (guest.isPresent() && !guest.get().node().equals(node)) {
      return ApiReply.of("OK");
    }
    if (spool.get().isOffline()) {
      return tasks.start(
          node, "vzdump", vmid, _ -> "storage '%s' is not online".formatted(Spool.NAME));
    }
    return tasks.start(
        node, "vzdump", vmid, log -> backup.write(node, vmid, parameters, spool.get(), log));
  }

  private Optional<ApiReply> refusal(
      int vmid, Optional<SimulatedGuest> guest, Map<String, String> parameters) {
    if (ROOT_ONLY.stream().anyMatch(parameters::containsKey)) {
      return Optional.of(ApiReply.failed(403, "Only root may set this option."));
    }
    if (SYSTEM.stream().anyMatch(parameters::containsKey) && !access.allows("/", "Sys.Modify")) {
      return Optional.of(ApiReply.forbidden("/", "Sys.Modify"));
    }
    boolean mayBackup =
        guest
            .map(one -> access.allows(one, "VM.Backup"))
            .orElseGet(() -> access.allows("/vms/" + vmid, "VM.Backup"));
    if (!mayBackup) {
      return Optional.of(ApiReply.forbidden("/vms/" + vmid, "VM.Backup"));
    }
    String storage = "/storage/" + Spool.NAME;
    return access.allows(storage, "Datastore.AllocateSpace")
        ? Optional.empty()
        : Optional.of(ApiReply.forbidden(storage, "Datastore.AllocateSpace"));
  }

  private ApiReply restore(String node, String type, String source, Map<String, String> parameters)
      throws IOException {
    if (!parameters.getOrDefault("vmid", "").matches("[1-9][0-9]{2,8}")) {
      return ApiReply.invalid("vmid", "invalid format - value does not look like a valid VM ID");
    }
    int vmid = Integer.parseInt(parameters.getOrDefault("vmid", ""));
    String pool = parameters.getOrDefault("pool", "");
    if (!access.allows("/vms/" + vmid, "VM.Allocate")
        && (pool.isEmpty() || !access.allows("/pool/" + pool, "VM.Allocate"))) {
      return ApiReply.forbidden("/vms/" + vmid, "VM.Allocate");
    }
    Optional<Spool> spool = inventory.spool();
    String volid = parameters.getOrDefault(source, "");
    Optional<Path> archive = spool.isEmpty() ? Optional.empty() : spool.get().archive(volid);
    if (archive.isEmpty()) {
      return ApiReply.failed(500, "volume '%s' does not exist".formatted(volid));
    }
    if (inventory.guest(vmid).isPresent()) {
      return ApiReply.failed(
          500,
          "unable to restore VM %1$d - VM %1$d already exists on node '%2$s'"
              .formatted(vmid, node));
    }
    return tasks.start(
        node,
        type,
        vmid,
        log -> {
          try (InputStream input = Files.newInputStream(archive.get())) {
            new GuestRestore(node, inventory).run(vmid, input, parameters, log);
            return "OK";
          } catch (IOException e) {
            return String.valueOf(e.getMessage());
          }
        });
  }

  private ApiReply list(Map<String, String> parameters) throws IOException {
    Optional<Spool> spool = inventory.spool();
    if (spool.isEmpty()) {
      return ApiReply.failed(500, "storage '%s' does not exist".formatted(Spool.NAME));
    }
    String vmid = parameters.getOrDefault("vmid", "");
    return ApiReply.of(
        spool.get().rows().stream()
            .filter(row -> vmid.isEmpty() || String.valueOf(row.get("vmid")).equals(vmid))
            .toList());
  }

  private ApiReply change(ApiRequest request, String volid) throws IOException {
    Optional<Spool> spool = inventory.spool();
    Optional<Path> archive = spool.isEmpty() ? Optional.empty() : spool.get().archive(volid);
    if (archive.isEmpty()) {
      return ApiReply.failed(500, "volume '%s' does not exist".formatted(volid));
    }
    Map<String, String> parameters = request.parameters();
    switch (request.method()) {
      case "DELETE" -> {
        if (spool.get().isProtected(archive.get())) {
          return ApiReply.failed(500, "cannot remove protected volume '%s'".formatted(volid));
        }
        spool.get().remove(archive.get());
      }
      case "PUT" -> {
        if (parameters.containsKey("notes")) {
          spool.get().setNotes(archive.get(), parameters.getOrDefault("notes", ""));
        }
        if (parameters.containsKey("protected")) {
          spool.get().setProtected(archive.get(), "1".equals(parameters.get("protected")));
        }
      }
      default -> {
        return ApiReply.of(
            spool.get().rows().stream()
                .filter(row -> volid.equals(row.get("volid")))
                .findAny()
                .orElseThrow());
      }
    }
    return ApiReply.of(null);
  }
}
