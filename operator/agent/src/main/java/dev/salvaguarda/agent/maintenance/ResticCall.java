package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.attempt.RepositorySecrets;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How stock restic is called for a repository: it reads the password from the mounted file, as our
 * own rule does, and gets the credentials in the environment of that one process.
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
    // It may run in another folder than the agent.
    Path password = Path.of(access.passwordFile()).toAbsolutePath();
    arguments.addAll(List.of("--password-file", password.toString()));
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
    Map<String, SecretBytes> credentials = credentials();
    return new Program(
            executable,
            arguments,
            // Less memory for a little more work, since the pod's limit is what ends it.
            Map.of("HOME", scratch.toString(), "TMPDIR", scratch.toString(), "GOGC", "30"),
            SecretBytes.ofUtf8(""),
            List.copyOf(credentials.values()))
        .withSecretEnvironment(credentials);
  }

  private Map<String, SecretBytes> credentials() {
    RepositorySecrets secrets = new RepositorySecrets(access);
    Map<String, SecretBytes> credentials = new LinkedHashMap<>();
    credentials.put("AWS_ACCESS_KEY_ID", secrets.accessKey());
    credentials.put("AWS_SECRET_ACCESS_KEY", secrets.secretKey());
    secrets.sessionToken().ifPresent(token -> credentials.put("AWS_SESSION_TOKEN", token));
    return credentials;
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
