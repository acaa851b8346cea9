package dev.salvaguarda.agent.spool;

import dev.salvaguarda.agent.port.SpoolApi;
import dev.salvaguarda.agent.proxmox.BackupStorage;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.SpooledArchive;
import dev.salvaguarda.agent.proxmox.TaskState;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host that says what a test wants it to say, whether a real one would or not. */
final class ScriptedHost implements SpoolApi {
  private static final String REMOVAL =
      "UPID:pve01:0003B1A3:05F3C2D1:68F0A1B2:imgdel:100:backup@pve!k8s:";

  final Map<String, SpooledArchive> there = new LinkedHashMap<>();
  final List<SpooledArchive> written = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final List<String> removed = new ArrayList<>();
  final List<Map<String, String>> started = new ArrayList<>();
  Optional<BackupStorage> storage = Optional.of(new BackupStorage("spool", true, true, 1L << 40));
  String task = "UPID:pve01:0003B1A2:05F3C2D1:68F0A1B2:vzdump:100:backup@pve!k8s:";
  @Nullable String end = "OK";
  long driveBytes = 1 << 20;
  int silences;
  boolean startIsLost;
  @Nullable String removal;
  int stops;

  /** One more archive that is there from the beginning. */
  ScriptedHost holds(String file, String notes) {
    return put(there, file, notes);
  }

  private ScriptedHost put(Map<String, SpooledArchive> where, String file, String notes) {
    String volume = "spool:backup/" + file;
    where.put(volume, new SpooledArchive(volume, 100, 7, notes));
    return this;
  }

  /** The task makes this, and its log says so. */
  ScriptedHost writes(String file) {
    written.add(new SpooledArchive("spool:backup/" + file, 100, 7, ""));
    return says("INFO: creating vzdump archive '/mnt/pve/spool/dump/%s'".formatted(file));
  }

  ScriptedHost says(String... lines) {
    log.addAll(List.of(lines));
    return this;
  }

  @Override
  public Optional<BackupStorage> storage(String node, String name) {
    return storage;
  }

  @Override
  public List<SpooledArchive> archives(String node, String name) {
    return List.copyOf(there.values());
  }

  @Override
  public long driveBytes(Guest guest) {
    return driveBytes;
  }

  @Override
  public String start(String node, Map<String, String> parameters) throws SourceException {
    if (startIsLost) {
      throw SourceException.ofSource(FailureReason.SOURCE_UNREACHABLE, "There is no answer.");
    }
    started.add(parameters);
    return task;
  }

  @Override
  public TaskState task(String node, String upid) throws SourceException {
    if (silences-- > 0) {
      throw SourceException.ofSource(FailureReason.SOURCE_UNREACHABLE, "There is no answer.");
    }
    if (upid.equals(REMOVAL)) {
      return new TaskState(removal);
    }
    written.forEach(one -> there.putIfAbsent(one.volume(), one));
    return new TaskState(end);
  }

  @Override
  public List<String> log(String node, String upid, int start, int most) {
    return log.subList(Math.min(start, log.size()), Math.min(log.size(), start + most));
  }

  @Override
  public void stop(String node, String upid) {
    stops++;
  }

  @Override
  public Optional<String> remove(String node, String name, String volume) {
    removed.add(volume);
    if (removal != null) {
      return Optional.of(REMOVAL);
    }
    there.remove(volume);
    return Optional.empty();
  }
}
