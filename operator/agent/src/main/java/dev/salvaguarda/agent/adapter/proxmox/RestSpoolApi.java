package dev.salvaguarda.agent.adapter.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.agent.port.SpoolApi;
import dev.salvaguarda.agent.proxmox.BackupStorage;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.SpooledArchive;
import dev.salvaguarda.agent.proxmox.TaskState;
import dev.salvaguarda.agent.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Asks by HTTPS, in the name of an API token. Names become single segments of a path. */
public final class RestSpoolApi implements SpoolApi {
  private final HostClient host;

  /** Asks what this talks to. */
  public RestSpoolApi(HostClient host) {
    this.host = host;
  }

  @Override
  public Optional<BackupStorage> storage(String node, String name)
      throws SourceException, InterruptedException {
    for (JsonNode row : host.data(on(node, "storage"))) {
      if (row.path("storage").asText().equals(name)) {
        return Optional.of(
            new BackupStorage(
                name,
                Listing.isTrue(row.path("active")),
                List.of(row.path("content").asText().split(",", -1)).contains("backup"),
                row.path("avail").asLong(0)));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<SpooledArchive> archives(String node, String storage)
      throws SourceException, InterruptedException {
    HttpUrl url = on(node, "storage", storage, "content");
    List<SpooledArchive> archives = new ArrayList<>();
    for (JsonNode row :
        host.data(url.newBuilder().addQueryParameter("content", "backup").build())) {
      archives.add(
          new SpooledArchive(
              row.path("volid").asText(),
              row.path("vmid").asInt(0),
              row.path("size").asLong(0),
              row.path("notes").asText("")));
    }
    return archives;
  }

  @Override
  public long driveBytes(Guest guest) throws SourceException, InterruptedException {
    String kind = guest.kind() == GuestKind.QEMU ? "qemu" : "lxc";
    return DriveSizes.of(host.data(on(guest.node(), kind, String.valueOf(guest.vmid()), "config")));
  }

  @Override
  public String start(String node, Map<String, String> parameters)
      throws SourceException, InterruptedException {
    return host.post(on(node, "vzdump"), parameters).asText("");
  }

  @Override
  public TaskState task(String node, String upid) throws SourceException, InterruptedException {
    JsonNode task = host.data(on(node, "tasks", upid, "status"));
    return switch (task.path("status").asText()) {
      case "running" -> new TaskState(null);
      case "stopped" -> new TaskState(task.path("exitstatus").asText("unexpected status"));
      default -> throw host.strange("a task neither runs nor has ended");
    };
  }

  @Override
  public List<String> log(String node, String upid, int start, int most)
      throws SourceException, InterruptedException {
    HttpUrl url =
        on(node, "tasks", upid, "log")
            .newBuilder()
            .addQueryParameter("start", String.valueOf(start))
            .addQueryParameter("limit", String.valueOf(most))
            .build();
    List<String> lines = new ArrayList<>();
    host.data(url).forEach(row -> lines.add(row.path("t").asText("")));
    if (lines.size() > most) {
      throw host.strange("a log has more lines than were asked for");
    }
    return lines;
  }

  @Override
  public void stop(String node, String upid) throws SourceException, InterruptedException {
    JsonNode _ = host.delete(on(node, "tasks", upid));
  }

  @Override
  public Optional<String> remove(String node, String storage, String volume)
      throws SourceException, InterruptedException {
    String task = host.delete(on(node, "storage", storage, "content", volume)).asText("");
    return Optional.of(task).filter(said -> said.startsWith("UPID:"));
  }

  private HttpUrl on(String node, String... segments) {
    HttpUrl.Builder url = host.at("nodes").newBuilder().addPathSegment(node);
    for (String segment : segments) {
      url.addPathSegment(segment);
    }
    return url.build();
  }
}
