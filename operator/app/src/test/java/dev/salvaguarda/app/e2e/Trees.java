package dev.salvaguarda.app.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares folders. */
final class Trees {
  private Trees() {}

  /** The name of every file below the folder, with the SHA-256 of its content. */
  static Map<String, String> files(Path folder) throws IOException, NoSuchAlgorithmException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
        found.put(path.getFileName().toString(), HexFormat.of().formatHex(digest));
      }
    }
    return found;
  }
}
