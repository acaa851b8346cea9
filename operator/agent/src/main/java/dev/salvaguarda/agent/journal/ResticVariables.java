package dev.salvaguarda.agent.journal;

import dev.salvaguarda.domain.text.SecretText;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository is and what opens it, in the environment variables that restic knows. Whatever
 * is missing or can't be read is told by a {@link RepositoryException} that names the variable and
 * no value of a secret one.
 */
record ResticVariables(Map<String, String> environment) {
  private static final Pattern S3 =
      Pattern.compile("s3:(?:(https?)://)?([^/\\s]+)/([^/\\s]+)(?:/(\\S*))?");

  ResticVariables {
    environment = Map.copyOf(environment);
  }

  S3Location location() {
    Matcher place = S3.matcher(required("RESTIC_REPOSITORY"));
    if (!place.matches()) {
      throw wrong("RESTIC_REPOSITORY must be like s3:https://s3.example.org/bucket/prefix.");
    }
    String scheme = place.group(1) == null ? "https" : place.group(1);
    try {
      return new S3Location(
          URI.create(scheme + "://" + place.group(2)),
          environment.getOrDefault("AWS_DEFAULT_REGION", ""),
          place.group(3),
          place.group(4) == null ? "" : place.group(4),
          true,
          authorities());
    } catch (IllegalArgumentException _) {
      throw wrong("RESTIC_REPOSITORY must be like s3:https://s3.example.org/bucket/prefix.");
    }
  }

  S3Credentials credentials() {
    String accessKey = required("AWS_ACCESS_KEY_ID");
    SecretBytes secretKey = SecretBytes.ofUtf8(required("AWS_SECRET_ACCESS_KEY"));
    String token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
    return token.isEmpty()
        ? S3Credentials.of(accessKey, secretKey)
        : S3Credentials.ofSession(accessKey, secretKey, SecretBytes.ofUtf8(token));
  }

  SecretBytes password() {
    String file = environment.getOrDefault("RESTIC_PASSWORD_FILE", "");
    if (file.isEmpty()) {
      return SecretBytes.ofUtf8(required("RESTIC_PASSWORD"));
    }
    return switch (SecretText.of(bytes("RESTIC_PASSWORD_FILE", file))) {
      case SecretText.Clear(String clear) -> SecretBytes.ofUtf8(clear);
      case SecretText.Unclear(String why) ->
          throw wrong("The file that RESTIC_PASSWORD_FILE names %s.".formatted(why));
    };
  }

  private String authorities() {
    String file = environment.getOrDefault("RESTIC_CACERT", "");
    return file.isEmpty() ? "" : new String(bytes("RESTIC_CACERT", file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String variable, String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new RepositoryException(
          Reason.INVALID_REQUEST,
          "The file that %s names could not be read.".formatted(variable),
          e);
    }
  }

  private String required(String variable) {
    String value = environment.getOrDefault(variable, "");
    if (value.isEmpty()) {
      throw wrong("The environment variable %s is not set.".formatted(variable));
    }
    return value;
  }

  private static RepositoryException wrong(String sentence) {
    return new RepositoryException(Reason.INVALID_REQUEST, sentence);
  }
}
