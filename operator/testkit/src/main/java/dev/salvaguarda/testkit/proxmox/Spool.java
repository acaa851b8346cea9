package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A storage that is a folder which others see as well, with archives under Proxmox' names. */
final class Spool {
  /** Its name in the cluster. */
  static final String NAME = "spool";

  private static final Pattern ARCHIVE =
      Pattern.compile("vzdump-(qemu|lxc)-(\\d+)-[-0-9_]+\\.(vma|tar)");

  private final Path folder;
  private volatile boolean offline;

  Spool(Path folder) {
    this.folder = folder;
  }

  boolean isOffline() {
    return offline;
  }

  void setOffline(boolean gone) {
    offline = gone;
  }

  /** Where archives lie. */
  Path dump() throws IOException {
    return Files.createDirectories(folder.resolve("dump"));
  }

  /** The rows of its archives, oldest first. */
  List<Map<String, Object>> rows() throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(dump())) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        Matcher name = ARCHIVE.matcher(file.getFileName().toString());
        if (name.matches()) {
          rows.add(row(file, name));
        }
      }
    }
    return rows;
  }

  /** The archive of a volume, if it is there. */
  Optional<Path> archive(String volid) throws IOException {
    String prefix = NAME + ":backup/";
    if (!volid.startsWith(prefix) || !ARCHIVE.matcher(volid.substring(prefix.length())).matches()) {
      return Optional.empty();
    }
    return Optional.of(dump().resolve(volid.substring(prefix.length()))).filter(Files::exists);
  }

  boolean isProtected(Path archive) {
    return Files.exists(beside(archive, ".protected"));
  }

  void setProtected(Path archive, boolean kept) throws IOException {
    if (kept) {
      Files.write(beside(archive, ".protected"), new byte[0]);
    } else {
      Files.deleteIfExists(beside(archive, ".protected"));
    }
  }

  void setNotes(Path archive, String notes) throws IOException {
    Files.writeString(beside(archive, ".notes"), notes);
  }

  void remove(Path archive) throws IOException {
    Files.deleteIfExists(archive);
    Files.deleteIfExists(beside(archive, ".notes"));
    Files.deleteIfExists(archive.resolveSibling(stem(archive) + ".log"));
  }

  /** Removes all of a guest's archives but the newest, as its retention says. */
  void prune(int vmid) throws IOException {
    List<Map<String, Object>> of =
        rows().stream().filter(row -> Integer.valueOf(vmid).equals(row.get("vmid"))).toList();
    for (Map<String, Object> row : of.subList(0, Math.max(0, of.size() - 1))) {
      Path archive = archive(String.valueOf(row.get("volid"))).orElseThrow();
      if (!isProtected(archive)) {
        remove(archive);
      }
    }
  }

  private Map<String, Object> row(Path file, Matcher name) throws IOException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("volid", NAME + ":backup/" + file.getFileName());
    row.put("format", name.group(3));
    row.put("subtype", name.group(1));
    row.put("content", "backup");
    row.put("ctime", Files.getLastModifiedTime(file).toInstant().getEpochSecond());
    row.put("size", Files.size(file));
    row.put("vmid", Integer.valueOf(name.group(2)));
    Path notes = beside(file, ".notes");
    if (Files.exists(notes)) {
      Files.readString(notes, StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .ifPresent(line -> row.put("notes", line));
    }
    if (isProtected(file)) {
      row.put("protected", 1);
    }
    return row;
  }

  private static String stem(Path archive) {
    return archive.getFileName().toString().replaceFirst("\\.(vma|tar)$", "");
  }

  private static Path beside(Path archive, String ending) {
    return archive.resolveSibling(archive.getFileName() + ending);
  }
}
