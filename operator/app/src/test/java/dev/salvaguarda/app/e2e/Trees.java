package dev.salvaguarda.app.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares folders. */
final class Trees {
  private Trees() {}

  /**
   * The names of the files that are not in both folders with the same bytes; empty where both hold
   * the same. Comparing costs a fraction of two hashes.
   */
  static Set<String> differences(Path one, Path other) throws IOException {
    Map<String, Path> there = byName(other);
    Set<String> differ = new TreeSet<>(there.keySet());
    for (Map.Entry<String, Path> here : byName(one).entrySet()) {
      Path same = there.get(here.getKey());
      if (same != null && Files.mismatch(here.getValue(), same) == -1) {
        differ.remove(here.getKey());
      } else {
        differ.add(here.getKey());
      }
    }
    return differ;
  }

  /** The name of every file below the folder, with the SHA-256 of its content. */
  static Map<String, String> files(Path folder) throws IOException, NoSuchAlgorithmException {
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, Path> file : byName(folder).entrySet()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file.getValue()));
      found.put(file.getKey(), HexFormat.of().formatHex(digest));
    }
    return found;
  }

  private static Map<String, Path> byName(Path folder) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        found.put(path.getFileName().toString(), path);
      }
    }
    return found;
  }
}
