package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.dump.DumpPlan.Content;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.write.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The databases of a server, each copied by its product's own dump program straight into the
 * repository. Nothing of a dump is kept on disk, and nothing of it is believed before it is judged.
 */
public final class DumpSource implements Source {
  private static final int DUMP_PERMISSIONS = 0600;

  private final DumpDialect dialect;
  private final Chunking chunking;
  private final ProgramRunner runner;
  private final Clock clock;
  private final DumpJudge judge;

  public DumpSource(DumpDialect dialect, Chunking chunking, ProgramRunner runner, Clock clock) {
    this.dialect = dialect;
    this.chunking = chunking;
    this.runner = runner;
    this.clock = clock;
    this.judge = new DumpJudge(dialect);
  }

  @Override
  public List<String> targets(Notes notes) throws SourceException, InterruptedException {
    return dialect.discover(notes);
  }

  @Override
  public Capture capture(String target, CaptureContext context)
      throws SourceException, InterruptedException {
    DumpPlan plan = dialect.plan(target, context.session().repositoryId());
    plan.caveats().remarks().forEach(remark -> context.notes().warning(target, remark));
    StoredFile dump =
        switch (plan.content()) {
          case Content.Output output -> dump(target, plan, output, context);
          case Content.Text(String sql) -> text(sql, context);
        };
    List<Node> files = new ArrayList<>();
    if (plan.creation().isPresent()) {
      files.add(node(plan.creationFileName(), text(plan.creation().get(), context)));
    }
    files.add(node(plan.fileName(), dump));
    return new Capture(
        context.session().storeTree(files),
        List.of("/" + plan.fileName()),
        dump.size(),
        dump.size(),
        Optional.of(dump.sha256()),
        plan.consistency(),
        plan.isGuarded(),
        plan.caveats().shortfalls());
  }

  private Node node(String name, StoredFile content) {
    Metadata metadata = Metadata.plain(FileMode.file(DUMP_PERMISSIONS), clock.instant());
    return new Node(ByteString.of(name), metadata, content.toBody());
  }

  private static StoredFile text(String text, CaptureContext context) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return context.session().storeFile(new ByteArrayInputStream(bytes), Chunking.SQL);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  private StoredFile dump(
      String target, DumpPlan plan, Content.Output output, CaptureContext context)
      throws SourceException, InterruptedException {
    try (RunningProgram program = runner.start(output.program());
        var _ = context.cancellation().onRequest(program::stop)) {
      DumpStream stream = new DumpStream(program.output(), context.board());
      StoredFile stored = context.session().storeFile(stream, chunking);
      ProgramExit exit = program.await();
      requireNotCancelled(context);
      for (String remark : judge.judge(plan, output, exit, stream.tail())) {
        context.notes().info(target, remark);
      }
      return stored;
    } catch (ProgramMissingException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_TOOL_MISSING,
          "The program %s is not installed in this image, or may not be started"
              .formatted(e.executable()),
          e);
    } catch (IOException e) {
      requireNotCancelled(context);
      throw SourceException.ofTarget(
          FailureReason.DUMP_FAILED,
          "The output of %s could not be read".formatted(output.program().executable()),
          e);
    }
  }

  /** A dump that ends because it was told to is no failed dump. */
  private static void requireNotCancelled(CaptureContext context) {
    if (context.cancellation().isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The backup was cancelled.");
    }
  }
}
