package dev.salvaguarda.testkit.proxmox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The tasks of all nodes, and the calls that ask for them. */
final class Tasks {
  private static final int LINES = 50;

  private final Clock clock;
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final AtomicInteger started = new AtomicInteger(0x3B1A2);

  Tasks(Clock clock) {
    this.clock = clock;
  }

  /** Starts one and answers with its UPID. */
  ApiReply start(String node, String type, int vmid, Task.Work work) {
    long now = clock.instant().getEpochSecond();
    int pid = started.incrementAndGet();
    String upid =
        "UPID:%s:%08X:%08X:%08X:%s:%d:backup@pve!k8s:"
            .formatted(node, pid, 0x5F3C2D1 + pid, now, type, vmid);
    Task task = new Task(node, upid, type, String.valueOf(vmid), now);
    tasks.put(upid, task);
    task.start(work);
    return ApiReply.of(upid);
  }

  /** Answers {@code nodes/NODE/tasks/UPID/…}; empty for any other call. */
  Optional<ApiReply> answer(ApiRequest request) {
    List<String> parts = request.parts();
    if (parts.size() < 4 || !parts.get(2).equals("tasks")) {
      return Optional.empty();
    }
    Task task = tasks.get(parts.get(3));
    if (task == null || !task.node().equals(parts.get(1))) {
      return Optional.of(ApiReply.failed(500, "no such task"));
    }
    if (request.method().equals("DELETE") && parts.size() == 4) {
      task.abort();
      return Optional.of(ApiReply.of(null));
    }
    String what = parts.size() == 5 ? parts.get(4) : "";
    return switch (what) {
      case "status" -> Optional.of(ApiReply.of(task.status()));
      case "log" -> Optional.of(log(task, request.parameters()));
      default -> Optional.empty();
    };
  }

  void abortAll() {
    tasks.values().forEach(Task::abort);
  }

  private static ApiReply log(Task task, Map<String, String> parameters) {
    List<String> lines = task.lines();
    int start = Integer.parseInt(parameters.getOrDefault("start", "0"));
    int limit = Integer.parseInt(parameters.getOrDefault("limit", String.valueOf(LINES)));
    int end = limit == 0 ? lines.size() : Math.min(lines.size(), start + limit);
    List<Map<String, Object>> told = new ArrayList<>();
    for (int i = start; i < end; i++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("n", i + 1);
      line.put("t", lines.get(i));
      told.add(line);
    }
    return ApiReply.of(told).with("total", lines.size());
  }
}
