package dev.salvaguarda.app.demo;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Restores both archives with stock restic, which knows nothing of us, and compares. */
final class SecondOpinion {
  private final DemoWorld world;
  private final String password;
  private final FileShare share;

  SecondOpinion(DemoWorld world, String password, FileShare share) {
    this.world = world;
    this.password = password;
    this.share = share;
  }

  /** Throws unless everything is as it was; false where there is no restic. */
  boolean prove(BackupRun database, BackupRun files) {
    Optional<Path> restic = RequiredTool.restic().find();
    restic.ifPresent(found -> {
      proveDatabase(found.toString(), target(database, "payroll"));
      proveFiles(found.toString(), files);
    });
    return restic.isPresent();
  }

  private void proveDatabase(String restic, TargetStatus target) {
    Path dump = dump(restore(restic, target), target.name());
    if (!sha256(dump).equals(Objects.requireNonNull(target.sha256()))) {
      throw new DemoFailure("the restored dump is not what the run says that it stored");
    }
  }

  private void proveFiles(String restic, BackupRun files) {
    Path folder = restore(restic, files.getStatus().targets().getFirst()).resolve("share");
    List<String> differences = share.differencesTo(folder);
    if (!differences.isEmpty()) {
      throw new DemoFailure("the restored share differs: " + differences.getFirst());
    }
  }

  private Path restore(String restic, TargetStatus target) {
    // A file tree is named by its absolute path, which must not lead out of the demo's folder.
    Path folder = world.restores().resolve(target.name().replace("/", ""));
    Commands.output(
        Map.of(
            "RESTIC_REPOSITORY",
            "s3:" + world.s3().endpoint() + "/backups",
            "RESTIC_PASSWORD",
            password,
            "AWS_ACCESS_KEY_ID",
            world.s3().accessKey(),
            "AWS_SECRET_ACCESS_KEY",
            world.s3().secretKey()),
        restic,
        "--no-cache",
        "restore",
        Objects.requireNonNull(target.snapshotId()),
        "--verify",
        "--target",
        folder.toString());
    return folder;
  }

  private static TargetStatus target(BackupRun run, String name) {
    return run.getStatus().targets().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new DemoFailure("the run has no target " + name));
  }

  private static Path dump(Path folder, String name) {
    Path dump = folder.resolve(name + ".sql");
    if (!Files.exists(dump)) {
      throw new DemoFailure("restic restored no dump");
    }
    return dump;
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
