package dev.salvaguarda.agent.dump;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The word that ends psql's restricted mode. Without it in the arguments pg_dump draws a new one
 * each time, and equal data give other bytes. Whoever could guess it at the source could smuggle
 * commands of psql into a dump, so it follows from something that only the repository knows.
 */
final class RestrictKey {
  private static final int LENGTH = 32;

  private RestrictKey() {}

  static String of(String repositoryId) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  ("restrict key of dumps in " + repositoryId).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
