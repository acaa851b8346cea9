package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.Checks;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.agent.vma.VmaLimits;
import dev.salvaguarda.agent.vma.VmaReader;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Proves guests without keeping anything: each is put together as the archive that Proxmox
 * restores, which is read as strictly as one that comes from a host.
 */
public final class GuestRestore {
  private final RestoreContext context;

  /** Guests go nowhere. */
  public GuestRestore(RestoreContext context) {
    this.context = context;
  }

  /**
   * Reads and proves a guest.
   *
   * @throws SourceException if it is not what was recorded when it was copied
   */
  public TargetResult prove(Stored.Guest guest, Checks checks) throws SourceException {
    String target = guest.wanted().target();
    try (Steps.Part _ = context.steps().begin(Step.REBUILD);
        GuestArchive archive = new GuestArchive(guest, configs(guest, checks), context)) {
      List<ContentProbe> probes = probed(archive);
      String found = probes.stream().map(ContentProbe::text).collect(Collectors.joining("; "));
      context.notes().info(target, "The drives hold: %s.".formatted(found));
      boolean known = probes.isEmpty() || probes.stream().anyMatch(ContentProbe::hasRecognised);
      return new TargetResult(
          target,
          known ? Outcome.SUCCEEDED : Outcome.DEGRADED,
          known ? Rung.V2 : Rung.V1,
          guest.sizeBytes(),
          null,
          null,
          known ? null : unknown(target));
    } catch (IOException | IllegalArgumentException e) {
      throw SourceException.ofTarget(
          FailureReason.RESTORE_DIFFERS, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<ContentProbe> probed(InputStream in) throws IOException {
    VmaReader archive = VmaReader.open(in, VmaLimits.COPIED);
    Map<Integer, ContentProbe> probes = new LinkedHashMap<>();
    archive.header().drives().forEach(drive -> probes.put(drive.id(), new ContentProbe(drive)));
    archive.readAll((drive, number, content, length, _) -> {
      ContentProbe probe = probes.get(drive.id());
      if (probe != null) {
        probe.take(number, content, length);
      }
    });
    return List.copyOf(probes.values());
  }

  private static Failure unknown(String target) {
    return new Failure(
        FailureReason.NOT_PROVEN,
        "Every drive of %s is what was copied, and none begins as a disk does that is known: no partition table, no file system, no LVM."
            .formatted(target));
  }

  private List<VmaConfig> configs(Stored.Guest guest, Checks checks) throws IOException {
    List<VmaConfig> configs = StoredConfigs.read(guest, context.reader());
    for (VmaConfig config : configs) {
      checks.digest(guest.wanted().target(), config.name(), sha256(config.data().toByteArray()));
    }
    return configs;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
