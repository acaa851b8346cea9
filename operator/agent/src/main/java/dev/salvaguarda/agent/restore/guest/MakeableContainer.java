package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.GuestConfig;
import dev.salvaguarda.agent.guest.TarRebuild;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A container, whose archive is a tar.
 *
 * @param config what it was on its host
 */
record MakeableContainer(Stored.Container container, ContainerConfig config, RestoreContext context)
    implements Makeable {
  private static final int BUFFER = 1 << 18;
  private static final String CONFIG = GuestConfig.OF_CONTAINER;
  private static final String FIREWALL = "pct.fw";

  /** Who falls over falls over soon. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

  /**
   * Reads what it needs to know of it.
   *
   * @throws SourceException if the copy lacks what it says that it has
   */
  static MakeableContainer of(Stored.Container container, RestoreContext context)
      throws SourceException {
    try {
      byte[] config =
          rebuild(container, context)
              .configFile(CONFIG)
              .orElseThrow(() ->
                  new DiffersException(
                      "The copy of %s lacks %s.".formatted(container.wanted().target(), CONFIG)));
      return new MakeableContainer(
          container, ContainerConfig.of(new String(config, StandardCharsets.UTF_8)), context);
    } catch (IOException e) {
      throw Makeable.differs(e);
    }
  }

  private static TarRebuild rebuild(Stored.Container container, RestoreContext context) {
    return new TarRebuild(context.reader(), container.files().tree());
  }

  @Override
  public String target() {
    return container.wanted().target();
  }

  @Override
  public GuestKind kind() {
    return GuestKind.LXC;
  }

  @Override
  public long sizeBytes() {
    return container.sizeBytes();
  }

  /** Its host sees its processes. */
  @Override
  public boolean canBeAsked() {
    return true;
  }

  @Override
  public GuardedHost.Archive asItWas() {
    return out -> rebuild(container, context).write(told(out));
  }

  @Override
  public GuardedHost.Archive toTry(int vmid) {
    return archive(Map.of(CONFIG, bytes(config.toTry(vmid, target()))));
  }

  @Override
  public Staying toStay(SandboxMark mark, boolean isolated) {
    ContainerConfig.Staying staying = config.toStay(mark, isolated);
    return new Staying(
        out -> {
          Map<String, byte[]> files = new LinkedHashMap<>();
          rebuild(container, context)
              .configFile(FIREWALL)
              .ifPresent(rules -> files.put(FIREWALL, rules));
          files.put(CONFIG, bytes(staying.text()));
          archive(files).writeTo(out);
        },
        staying.leftOut());
  }

  private GuardedHost.Archive archive(Map<String, byte[]> files) {
    return out -> rebuild(container, context).write(told(out), files);
  }

  /** A tar is written in pieces of 512 bytes. */
  private OutputStream told(OutputStream out) {
    return new BufferedOutputStream(new ToldOutput(out, context), BUFFER);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String command(String verb, String facts, String options) {
    return "%s-ct %s %d%s%s"
        .formatted(
            verb,
            facts,
            config.rootGib(sizeBytes()),
            config.isUnprivileged() ? " unprivileged" : "",
            options);
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
    Duration patience = Duration.ofSeconds(patienceSeconds);
    Duration time = patience.compareTo(LONG_ENOUGH) < 0 ? patience : LONG_ENOUGH;
    return on.staysUp(vmid, mark, time, work::requireNotCancelled, clock)
        ? Optional.empty()
        : Optional.of("it did not stay up for %d s".formatted(time.toSeconds()));
  }
}
