package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How stock restic is called for a repository: the password travels through standard input, the
 * credentials in the environment of that one process.
 *
 * @param executable name in PATH, or absolute path
 * @param access of the repository
 * @param bandwidthBytesPerSecond limit of each direction; 0 means none
 * @param scratch folder for temporary files
 */
record ResticCall(
    String executable, RepositoryAccess access, long bandwidthBytesPerSecond, Path scratch) {
  private static final int KIB = 1 << 10;

  /**
   * Repacked in one call at most: what is left over is for the next pass, and others get a turn.
   */
  private static final String MOST_REPACKED = "64G";

  Program version() {
    return Program.of(executable, "version");
  }

  Program prune() {
    return call("prune", "--max-repack-size", MOST_REPACKED);
  }

  Program repair(FileId pack) {
    return call("repair", "packs", pack.toString());
  }

  private Program call(String... command) {
    List<String> arguments = new ArrayList<>(List.of("--no-cache", "--quiet"));
    arguments.addAll(List.of("-r", url(), "-o", "s3.bucket-lookup=" + lookup()));
    if (!access.region().isEmpty()) {
      arguments.addAll(List.of("-o", "s3.region=" + access.region()));
    }
    String authorities = access.caBundleFile();
    if (authorities != null) {
      arguments.addAll(List.of("--cacert", authorities));
    }
    if (bandwidthBytesPerSecond > 0) {
      String limit = Long.toString(Math.max(1, bandwidthBytesPerSecond / KIB));
      arguments.addAll(List.of("--limit-upload", limit, "--limit-download", limit));
    }
    arguments.addAll(List.of(command));
    SecretBytes password = secret(access.passwordFile());
    Map<String, SecretBytes> credentials = credentials();
    List<SecretBytes> secrets = new ArrayList<>(credentials.values());
    secrets.add(password);
    return new Program(
            executable,
            arguments,
            // Less memory for a little more work, since the pod's limit is what ends it.
            Map.of("HOME", scratch.toString(), "TMPDIR", scratch.toString(), "GOGC", "30"),
            line(password),
            secrets)
        .withSecretEnvironment(credentials);
  }

  private Map<String, SecretBytes> credentials() {
    Map<String, SecretBytes> credentials = new LinkedHashMap<>();
    credentials.put("AWS_ACCESS_KEY_ID", secret(access.accessKeyFile()));
    credentials.put("AWS_SECRET_ACCESS_KEY", secret(access.secretKeyFile()));
    String token = access.sessionTokenFile();
    if (token != null && Files.exists(Path.of(token))) {
      credentials.put("AWS_SESSION_TOKEN", secret(token));
    }
    return credentials;
  }

  private SecretBytes secret(String file) {
    try {
      return SecretBytes.fromFile(Path.of(file));
    } catch (IOException e) {
      throw new RepositoryException(
          Reason.ACCESS_DENIED,
          "A secret of repository %s could not be read from %s.".formatted(access.name(), file),
          e);
    }
  }

  private static SecretBytes line(SecretBytes password) {
    return SecretBytes.ofUtf8(password.revealUtf8() + "\n");
  }

  private String url() {
    String root = "s3:" + withoutSlash(access.endpoint()) + "/" + access.bucket();
    return access.prefix().isEmpty() ? root : root + "/" + withoutSlash(access.prefix());
  }

  private String lookup() {
    return access.pathStyle() ? "path" : "dns";
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
