package dev.salvaguarda.app.inbound;

import dev.salvaguarda.domain.text.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that open a way in: one in each file of a folder, as a Secret is mounted, so that an
 * old and a new one hold beside each other for a while. The folder is read at each question: what
 * is put there holds at once, and what is taken away holds no more.
 */
final class BearerTokens {
  private static final int MOST_TOKENS = 16;
  private static final int SHORTEST = 16;
  private static final int LONGEST = 4_096;
  private static final String SCHEME = "bearer ";

  private final Path folder;

  BearerTokens(Path folder) {
    this.folder = folder;
  }

  /** What a header is worth. */
  enum Worth {
    /** No token is there that could open: there is no way in. */
    CLOSED,
    /** It is none of the tokens. */
    WRONG,
    /** It is one of them. */
    RIGHT
  }

  /**
   * Compares a header with all tokens, each in the same time.
   *
   * @param authorization as it was sent; null if it was not
   */
  Worth worth(@Nullable String authorization) {
    List<byte[]> tokens = tokens();
    if (tokens.isEmpty()) {
      return Worth.CLOSED;
    }
    byte[] sent = digest(sent(authorization));
    boolean isOne = false;
    for (byte[] token : tokens) {
      isOne |= MessageDigest.isEqual(digest(token), sent);
    }
    return isOne ? Worth.RIGHT : Worth.WRONG;
  }

  private static byte[] sent(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new byte[0];
    }
    return authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
  }

  /** Those that are long enough to be none that is guessed. */
  private List<byte[]> tokens() {
    List<byte[]> tokens = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*")) {
      for (Path file : files) {
        if (tokens.size() < MOST_TOKENS
            && Files.isRegularFile(file)
            && SecretText.ofOneLine(content(file)) instanceof SecretText.Clear(String text)
            && text.length() >= SHORTEST) {
          tokens.add(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException _) {
      return List.of();
    }
    return tokens;
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LONGEST);
    }
  }

  private static byte[] digest(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
