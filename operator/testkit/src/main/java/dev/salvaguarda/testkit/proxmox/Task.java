package dev.salvaguarda.testkit.proxmox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that a node does on its own once it was asked for, under its UPID. */
final class Task {
  /** What is done; the answer is the exit status, {@code OK} where all went well. */
  interface Work {
    String run(BackupLog log) throws IOException;
  }

  private final String node;
  private final String upid;
  private final String type;
  private final String id;
  private final long startTime;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private volatile @Nullable String exitStatus;
  private volatile @Nullable Thread thread;
  private volatile boolean isAborted;

  Task(String node, String upid, String type, String id, long startTime) {
    this.node = node;
    this.upid = upid;
    this.type = type;
    this.id = id;
    this.startTime = startTime;
  }

  void start(Work work) {
    thread = Thread.ofVirtual().name(type).start(() -> run(work));
  }

  String node() {
    return node;
  }

  /** Interrupts it where it still runs. */
  void abort() {
    Thread running = thread;
    if (running != null && exitStatus == null) {
      isAborted = true;
      running.interrupt();
    }
  }

  Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("upid", upid);
    status.put("node", node);
    status.put("type", type);
    status.put("id", id);
    status.put("user", "backup@pve");
    status.put("tokenid", "k8s");
    status.put("pid", 1000);
    status.put("pstart", 1000);
    status.put("starttime", startTime);
    String ended = exitStatus;
    status.put("status", ended == null ? "running" : "stopped");
    if (ended != null) {
      status.put("exitstatus", ended);
    }
    return status;
  }

  List<String> lines() {
    List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
    return lines.isEmpty() ? List.of("no content") : lines;
  }

  private void run(Work work) {
    BackupLog told = new BackupLog(log);
    String status = "unexpected status";
    try {
      status = work.run(told);
      told.say(status.equals("OK") ? "TASK OK" : "TASK ERROR: " + status);
    } catch (PlannedEnd e) {
      // The host died under it.
    } catch (IOException e) {
      status = "interrupted by signal";
    }
    exitStatus = isAborted ? "interrupted by signal" : status;
  }
}
