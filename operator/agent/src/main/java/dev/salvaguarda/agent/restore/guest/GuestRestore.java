package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.GuestConfig;
import dev.salvaguarda.agent.guest.GuestFacts;
import dev.salvaguarda.agent.guest.TarRebuild;
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
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Proves guests without keeping anything: each machine is put together as the archive that Proxmox
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
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      List<VmaConfig> configs = configs(guest, checks);
      GuestConfig.require(
          noGuest(target),
          configs,
          guest.facts().drives().stream().map(GuestFacts.Drive::name).toList());
      List<ContentProbe> probes;
      try (GuestArchive archive = new GuestArchive(guest, configs, context)) {
        probes = probed(archive);
      }
      String found = probes.stream().map(ContentProbe::text).collect(Collectors.joining("; "));
      context.notes().info(target, "The drives hold: %s.".formatted(found));
      MachineContent content = new MachineContent(probes, SanitisedConfig.text(configs));
      Optional<Failure> missing =
          content.obstacle(target).map(why -> new Failure(FailureReason.NOT_PROVEN, why));
      return new TargetResult(
              target,
              missing.isEmpty() ? Outcome.SUCCEEDED : Outcome.DEGRADED,
              missing.isEmpty() ? Rung.V2 : Rung.V1,
              guest.sizeBytes(),
              null,
              null,
              missing.orElse(null))
          .noted(missing.isEmpty() ? content.note().orElse(null) : null);
    } catch (IOException | IllegalArgumentException e) {
      throw differs(e);
    }
  }

  /**
   * Reads and proves a container: its archive is put together, and compared with what was recorded
   * when it was copied.
   *
   * @throws SourceException if the copy lacks its configuration, or a file that a check asks for
   */
  public TargetResult prove(Stored.Container container, Checks checks) throws SourceException {
    String target = container.wanted().target();
    BlobId tree = container.files().tree();
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      TarRebuild archive = new TarRebuild(context.reader(), tree);
      GuestConfig.require(
          noGuest(target),
          GuestConfig.OF_CONTAINER,
          archive.configFile(GuestConfig.OF_CONTAINER).isPresent());
      archive.write(new ToldOutput(OutputStream.nullOutputStream(), context));
      for (CheckOrder.FileDigest asked : checks.digests(target)) {
        Optional<Node> found = context.reader().find(tree, asked.path());
        if (found.isPresent() && found.get().body() instanceof NodeBody.File file) {
          checks.digest(target, asked.path(), sha256(file));
        }
      }
      return new TargetResult(
          target, Outcome.SUCCEEDED, Rung.V2, container.sizeBytes(), null, null, null);
    } catch (IOException e) {
      throw differs(e);
    }
  }

  private static String noGuest(String target) {
    return "The copy of %s is no guest any more".formatted(target);
  }

  private static SourceException differs(Exception e) {
    return SourceException.ofTarget(
        FailureReason.RESTORE_DIFFERS, String.valueOf(e.getMessage()), e);
  }

  private String sha256(NodeBody.File file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = context.reader().open(file.content())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<ContentProbe> probed(InputStream in) throws IOException {
    VmaReader archive = VmaReader.open(in, VmaLimits.COPIED);
    Map<Integer, ContentProbe> probes = new LinkedHashMap<>();
    archive.header().drives().forEach(drive -> probes.put(drive.id(), new ContentProbe(drive)));
    archive.readAll((drive, number, content, length, stored) -> {
      ContentProbe probe = probes.get(drive.id());
      if (probe != null) {
        probe.take(number, content, length, stored);
      }
    });
    return List.copyOf(probes.values());
  }

  private List<VmaConfig> configs(Stored.Guest guest, Checks checks) throws IOException {
    List<VmaConfig> configs = StoredConfigs.read(guest, context.reader());
    for (VmaConfig config : configs) {
      checks.digest(guest.wanted().target(), config.name(), sha256(config.data().toByteArray()));
    }
    return configs;
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
