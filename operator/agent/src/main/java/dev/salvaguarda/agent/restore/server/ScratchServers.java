package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.restore.server.InstalledServers.Installed;
import dev.salvaguarda.agent.restore.stored.DumpHeader;
import dev.salvaguarda.agent.restore.stored.DumpHeader.Kind;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.workorder.RestoreInto.Scratch;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.ScratchNeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Servers that are started in the scratch space when a dump needs one, and thrown away. */
final class ScratchServers implements Landing {
  private static final Set<String> OF_SERVERS =
      Set.of(
          "postgres",
          "template0",
          "template1",
          "mysql",
          "sys",
          "information_schema",
          "performance_schema");

  private static final long NEARLY_NOTHING = 32L << 20;

  private final Scratch scratch;
  private final InstalledServers servers;
  private final ServerPrograms programs;
  private final RestoreContext context;
  private final Map<Installed, RunningServer> running = new LinkedHashMap<>();

  ScratchServers(
      Scratch scratch, InstalledServers servers, ServerPrograms programs, RestoreContext context) {
    this.scratch = scratch;
    this.servers = servers;
    this.programs = programs;
    this.context = context;
  }

  @Override
  public void prepare(List<Stored> all) throws SourceException {
    long largest =
        all.stream()
            .filter(Stored.Dump.class::isInstance)
            .mapToLong(Stored::sizeBytes)
            .max()
            .orElse(0);
    long needed = ScratchNeed.bytes(largest);
    long room = room();
    if (needed > room) {
      throw SourceException.ofSource(
          FailureReason.SCRATCH_TOO_SMALL,
          "The scratch space has room for %s, and a dump of %s takes about %s when it is loaded."
              .formatted(SizeText.of(room), SizeText.of(largest), SizeText.of(needed)));
    }
  }

  private long room() throws SourceException {
    try {
      Path folder = Files.createDirectories(Path.of(scratch.folder()));
      long usable = Files.getFileStore(folder).getUsableSpace();
      return scratch.limitBytes() == 0 ? usable : Math.min(usable, scratch.limitBytes());
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.SCRATCH_TOO_SMALL,
          "The scratch space %s can't be used.".formatted(scratch.folder()),
          e);
    }
  }

  @Override
  public DatabaseServer server(DumpHeader header, String target)
      throws SourceException, InterruptedException {
    Kind kind =
        header
            .kind()
            .orElseThrow(() ->
                SourceException.ofTarget(
                    FailureReason.TARGET_UNSUITABLE,
                    "What was stored of %s is no dump that this program knows.".formatted(target)));
    Installed installed = servers.find(kind, header.version(), target);
    RunningServer known = running.get(installed);
    if (known != null && !known.program().isAlive()) {
      // One dump may have been too much for it; the next gets a new one.
      known.close();
      running.remove(installed);
      known = null;
    }
    if (known == null) {
      try (Steps.Part _ = context.steps().begin(Step.START)) {
        known = programs.start(installed, Path.of(scratch.folder()), context);
      }
      running.put(installed, known);
    }
    known.server().requireTakes(header, target);
    return known.server();
  }

  @Override
  public String workingName(Stored.Dump dump, String temporary) {
    String own = dump.wanted().target();
    return OF_SERVERS.contains(own.toLowerCase(Locale.ROOT)) ? temporary : own;
  }

  @Override
  public void requireRoom(DatabaseServer server, String temporary, Stored.Dump dump) {
    // Nothing else is there.
  }

  @Override
  public Optional<Proof> landedBefore(DatabaseServer server, String temporary, Stored.Dump dump) {
    return Optional.empty();
  }

  @Override
  public Optional<String> land(
      DatabaseServer server, String temporary, Stored.Dump dump, Proof proof) {
    return Optional.empty();
  }

  @Override
  public void settle() {
    // Nothing stays.
  }

  @Override
  public boolean keeps() {
    return false;
  }

  @Override
  public boolean makeRoles(DatabaseServer server, List<String> creations) throws SourceException {
    server.run(creations);
    return true;
  }

  /** A server whose disk is full often dies before it can say so. */
  @Override
  public FailureReason meaning(FailureReason ofServer) {
    return switch (ofServer) {
      case TARGET_OUT_OF_SPACE -> FailureReason.SCRATCH_TOO_SMALL;
      case TARGET_UNREACHABLE ->
          isFull() ? FailureReason.SCRATCH_TOO_SMALL : FailureReason.SCRATCH_SERVER_FAILED;
      default -> ofServer;
    };
  }

  private boolean isFull() {
    try {
      return Files.getFileStore(Path.of(scratch.folder())).getUsableSpace() < NEARLY_NOTHING;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    running.values().forEach(RunningServer::close);
    running.clear();
  }
}
