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
final class RestoreProof {
  private final DemoWorld world;
  private final String password;
  private final Payroll payroll;
  private final FileShare share;

  RestoreProof(DemoWorld world, String password, Payroll payroll, FileShare share) {
    this.world = world;
    this.password = password;
    this.payroll = payroll;
    this.share = share;
  }

  /** Throws unless everything is as it was. */
  void prove(BackupRun database, BackupRun files) {
    Optional<Path> restic = RequiredTool.restic().find();
    if (restic.isEmpty()) {
      throw new DemoFailure(
          "restic is not installed, so nothing was proven. Install the package restic and start"
              + " again.");
    }
    proveDatabase(restic.get().toString(), target(database, "payroll"));
    proveFiles(restic.get().toString(), files);
  }

  private void proveDatabase(String restic, TargetStatus target) {
    Path folder = restore(restic, target);
    Path dump = dump(folder, target.name());
    String expected = Objects.requireNonNull(target.sha256());
    if (!sha256(dump).equals(expected)) {
      throw new DemoFailure("the restored dump is not what the run says that it stored");
    }
    System.out.println("  restic restored the dump; its SHA-256 is that of the run.");
    if (!payroll.isSameAs(
        dump,
        world.restores(),
        RequiredTool.pgDump().path().toString(),
        RequiredTool.psql().path().toString())) {
      throw new DemoFailure("the restored database differs from the original");
    }
    System.out.println("  The dump loads, and the database that it makes equals the original.");
  }

  private void proveFiles(String restic, BackupRun files) {
    TargetStatus target = files.getStatus().targets().getFirst();
    Path folder = restore(restic, target).resolve("share");
    List<String> differences = share.differencesTo(folder);
    if (!differences.isEmpty()) {
      throw new DemoFailure("the restored share differs: " + differences.getFirst());
    }
    System.out.println("  restic restored the share; contents, owners, modes and times are equal.");
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
