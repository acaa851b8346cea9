package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A virtual machine, whose archive is a VMA. */
record MakeableMachine(Stored.Guest guest, List<VmaConfig> configs, RestoreContext context)
    implements Makeable {
  private static final int BUFFER = 1 << 18;

  /**
   * Reads what it needs to know of it.
   *
   * @throws SourceException if the copy lacks what it says that it has
   */
  static MakeableMachine of(Stored.Guest guest, RestoreContext context) throws SourceException {
    try {
      return new MakeableMachine(guest, StoredConfigs.read(guest, context.reader()), context);
    } catch (IOException e) {
      throw Makeable.differs(e);
    }
  }

  @Override
  public String target() {
    return guest.wanted().target();
  }

  @Override
  public GuestKind kind() {
    return GuestKind.QEMU;
  }

  @Override
  public long sizeBytes() {
    return guest.sizeBytes();
  }

  @Override
  public boolean canBeAsked() {
    return SanitisedConfig.hasAgent(configs);
  }

  @Override
  public GuardedHost.Archive asItWas() {
    return archive(configs);
  }

  @Override
  public GuardedHost.Archive toTry(int vmid) {
    return archive(SanitisedConfig.of(configs, vmid, target()));
  }

  @Override
  public Staying toStay(SandboxMark mark, boolean isolated) {
    RecoveredConfig config = RecoveredConfig.of(configs, mark, isolated);
    return new Staying(archive(config.files()), config.leftOut());
  }

  private GuardedHost.Archive archive(List<VmaConfig> files) {
    return out -> {
      try (GuestArchive archive = new GuestArchive(guest, files, context)) {
        byte[] buffer = new byte[BUFFER];
        for (int count = archive.read(buffer); count >= 0; count = archive.read(buffer)) {
          out.write(buffer, 0, count);
        }
      }
    };
  }

  @Override
  public String command(String verb, String facts, String options) {
    return verb + " " + facts + options;
  }

  @Override
  public Optional<String> silence(
      GuardedHost on,
      int vmid,
      SandboxMark mark,
      long patienceSeconds,
      RestoreContext work,
      Clock clock)
      throws SourceException, InterruptedException {
    return on.answers(
            vmid, mark, Duration.ofSeconds(patienceSeconds), work::requireNotCancelled, clock)
        ? Optional.empty()
        : Optional.of("its agent did not answer within %d s".formatted(patienceSeconds));
  }
}
