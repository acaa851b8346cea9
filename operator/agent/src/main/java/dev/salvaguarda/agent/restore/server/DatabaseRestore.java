package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.restore.stored.DumpHeader.Kind;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.restore.stored.RebuiltDump;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.Checks;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Loads one dump into a database server: under a temporary name first, so that nothing half-written
 * ever stands under the final one.
 */
public final class DatabaseRestore {
  private static final Pattern NO_ROLE = Pattern.compile("role \".*\" does not exist");

  /** Errors of a dump of roles that do no harm. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "ERROR: +(?:role|tablespace) \".*\" already exists|^(?:NOTICE|WARNING|Warning):");

  /**
   * Errors on a server of another machine, or of other databases: its folders, what grants are on,
   * plugins, and accounts that could not be made without them.
   */
  private static final Pattern OF_ANOTHER_PLACE =
      Pattern.compile(
          "tablespace|directory \".*\" does not exist|^ERROR (?:1133|1146|1305|1524)\\b");

  private final Landing landing;
  private final RestoreContext context;
  private final DumpLoader loader;

  public DatabaseRestore(Landing landing, ProgramRunner runner, RestoreContext context) {
    this.landing = landing;
    this.context = context;
    this.loader = new DumpLoader(runner, context.cancellation());
  }

  /** What a try to load a dump came to. */
  private record Loaded(Proof proof, @Nullable Failure failure) {
    boolean isGood() {
      return failure == null && proof.failure() == null;
    }
  }

  /**
   * Restores one dump.
   *
   * @param checks asked once it is loaded
   * @throws SourceException if it can't be begun, or the server is lost for all targets
   */
  public TargetResult run(Stored.Dump dump, Checks checks)
      throws SourceException, InterruptedException {
    try {
      return restore(dump, checks);
    } catch (IOException e) {
      throw new UncheckedIOException("a stream from the repository ended with an error", e);
    }
  }

  private TargetResult restore(Stored.Dump dump, Checks checks)
      throws SourceException, InterruptedException, IOException {
    RoleNames roles = new RoleNames();
    for (boolean again = false; ; again = true) {
      try (RebuiltDump content = RebuiltDump.open(dump, context.reader(), context.board())) {
        DatabaseServer server;
        try {
          server = landing.server(content.header(), dump.wanted().target());
        } catch (SourceException e) {
          if (e.scope() == SourceException.Scope.SOURCE) {
            throw e;
          }
          return proven(content, e.failure());
        }
        if (content.header().kind().filter(Kind::isOfServer).isPresent()) {
          return roles(server, content);
        }
        String temporary = landing.workingName(dump, context.temporaryName(dump.wanted().target()));
        Optional<Proof> before = landing.landedBefore(server, temporary, dump);
        if (before.isPresent()) {
          clear(server, temporary);
          return foundLanded(server, dump, before.get(), checks);
        }
        landing.requireRoom(server, temporary, dump);
        server.drop(temporary);
        try {
          Loaded loaded = load(server, temporary, content, roles);
          boolean lacksRoles =
              loaded.failure() != null && NO_ROLE.matcher(loaded.failure().message()).find();
          if (lacksRoles && !again && landing.makeRoles(server, roles.creations())) {
            context
                .notes()
                .info(
                    dump.wanted().target(),
                    "Roles that the dump needs were made without privileges; it is loaded again.");
            continue;
          }
          return landed(server, temporary, dump, loaded, checks);
        } finally {
          clear(server, temporary);
        }
      }
    }
  }

  /** What can't be loaded is proven all the same, as far as that goes. */
  private TargetResult proven(RebuiltDump content, @Nullable Failure why) throws IOException {
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      long _ = content.transferTo(OutputStream.nullOutputStream());
    }
    return result(content.stored(), content.proof(), why, null);
  }

  private Loaded load(DatabaseServer server, String temporary, RebuiltDump content, RoleNames roles)
      throws SourceException, InterruptedException, IOException {
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      DumpLoader.Ended created = create(server, temporary, content.stored(), roles);
      Program program = server.loader(temporary);
      if (!created.isGood()) {
        long _ = content.transferTo(OutputStream.nullOutputStream());
        return new Loaded(content.proof(), failure(server, content.stored(), created));
      }
      InputStream statements =
          server.relocated(content, content.stored().wanted().target(), temporary);
      DumpLoader.Ended ended = loader.load(program, statements, roles);
      Proof proof = content.proof();
      return new Loaded(proof, ended.isGood() ? null : failure(server, content.stored(), ended));
    }
  }

  private DumpLoader.Ended create(
      DatabaseServer server, String temporary, Stored.Dump dump, RoleNames roles)
      throws SourceException, InterruptedException, IOException {
    Optional<String> stored = Optional.empty();
    if (dump.creation().isPresent()) {
      try (InputStream in = context.reader().open(dump.creation().get().content())) {
        stored = Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    byte[] statements = server.creation(stored, temporary).getBytes(StandardCharsets.UTF_8);
    roles.see(statements, statements.length);
    boolean _ = landing.makeRoles(server, roles.creations());
    return loader.load(
        server.creator(temporary), new ByteArrayInputStream(statements), (_, _) -> {});
  }

  private Failure failure(DatabaseServer server, Stored.Dump dump, DumpLoader.Ended ended) {
    return new Failure(
        landing.meaning(server.meaning(String.join("\n", ended.errors()))),
        "The dump of %s could not be loaded: %s.".formatted(dump.wanted().target(), ended.words()));
  }

  private TargetResult landed(
      DatabaseServer server, String temporary, Stored.Dump dump, Loaded loaded, Checks checks)
      throws SourceException {
    if (!loaded.isGood()) {
      return result(dump, loaded.proof(), loaded.failure(), null);
    }
    Optional<String> one = server.answer(temporary, "SELECT 1");
    if (one.isEmpty()) {
      return result(dump, loaded.proof(), null, null);
    }
    try (Steps.Part _ = context.steps().begin(Step.CHECK)) {
      checks.ask(dump.wanted().target(), query -> server.answer(temporary, query));
    }
    Optional<String> place = landing.land(server, temporary, dump, loaded.proof());
    return result(dump, loaded.proof().on(Rung.V3), null, place.orElse(null));
  }

  /** What the attempt that vanished had proven stands in its mark; what it asked is asked again. */
  private TargetResult foundLanded(
      DatabaseServer server, Stored.Dump dump, Proof proof, Checks checks) {
    String target = dump.wanted().target();
    String name = dump.wanted().databaseName();
    context
        .notes()
        .info(target, "An earlier attempt of this restore had finished %s.".formatted(name));
    try (Steps.Part _ = context.steps().begin(Step.CHECK)) {
      checks.ask(target, query -> server.answer(name, query));
    }
    return result(dump, proof, null, name);
  }

  private TargetResult roles(DatabaseServer server, RebuiltDump content)
      throws SourceException, InterruptedException, IOException {
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      InputStream statements = landing.keeps() ? server.sparing(content) : content;
      DumpLoader.Ended ended = loader.load(server.rolesLoader(), statements, (_, _) -> {});
      Proof proof = content.proof();
      List<String> wrong =
          ended.errors().stream()
              .filter(line -> !HARMLESS.matcher(line).find())
              .filter(line -> landing.keeps() || !OF_ANOTHER_PLACE.matcher(line).find())
              .toList();
      DumpLoader.Ended judged = new DumpLoader.Ended(ended.status(), wrong);
      boolean good = wrong.isEmpty() && ended.isGood();
      boolean proven = good && proof.failure() == null;
      TargetResult result =
          result(
              content.stored(),
              proven ? proof.on(Rung.V3) : proof,
              good ? null : failure(server, content.stored(), judged),
              null);
      // What came before an error, and in part what came behind it, is there.
      return good || proof.failure() != null ? result : result.with(Outcome.DEGRADED);
    }
  }

  private static TargetResult result(
      Stored.Dump dump, Proof proof, @Nullable Failure loading, @Nullable String place) {
    @Nullable Failure failure = proof.failure() != null ? proof.failure() : loading;
    return new TargetResult(
        dump.wanted().target(),
        failure == null ? Outcome.SUCCEEDED : Outcome.FAILED,
        proof.rung(),
        proof.bytes(),
        proof.sha256Matches(),
        place,
        failure);
  }

  /** Whatever happened, nothing of ours stays; a leftover is dropped by the next attempt. */
  private void clear(DatabaseServer server, String temporary) {
    boolean interrupted = Thread.interrupted();
    try {
      server.drop(temporary);
    } catch (SourceException e) {
      context.notes().warning(null, e.failure());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
