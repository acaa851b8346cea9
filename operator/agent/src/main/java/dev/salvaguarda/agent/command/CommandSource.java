package dev.salvaguarda.agent.command;

import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.dump.DumpStream;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The output of a program in the container beside this one, copied straight into the repository:
 * one target of one file. The container is waited for before the repository is opened, and the
 * program starts when its output can be taken.
 */
public final class CommandSource implements Source {
  private static final int FILE_PERMISSIONS = 0600;
  private static final int FOLDER_PERMISSIONS = 0755;

  private final CommandOrder order;
  private final Clock clock;
  private @Nullable LauncherLink link;

  /** A source of this program, which is not waited for yet. */
  public CommandSource(CommandOrder order, Clock clock) {
    this.order = order;
    this.clock = clock;
  }

  /** Waits for the container, too: nothing else is worth beginning without it. */
  @Override
  public List<String> targets(Notes notes) throws SourceException, InterruptedException {
    link = connect();
    return List.of(order.target());
  }

  private LauncherLink connect() throws SourceException, InterruptedException {
    try {
      return LauncherLink.connect(Path.of(order.exchange()), order.patience());
    } catch (TimeoutException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_LOST,
          "The container of %s did not start within %s, or ended at once."
              .formatted(order.program(), DurationText.of(order.patience())),
          e);
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_LOST,
          "There are no pipes to the container of %s.".formatted(order.program()),
          e);
    }
  }

  @Override
  public Capture capture(String target, CaptureContext context)
      throws SourceException, InterruptedException {
    if (!target.equals(order.target())) {
      throw SourceException.ofTarget(
          FailureReason.NOT_IN_POLICY,
          "The program's output is %s, and no other target can be copied."
              .formatted(order.target()));
    }
    try (LauncherLink launcher = link == null ? connect() : link;
        var _ = context.cancellation().onRequest(launcher::stop)) {
      FrameStream output = launcher.begin();
      StoredFile stored =
          context.session().storeFile(new DumpStream(output, context.board()), Chunking.SQL);
      requireNotCancelled(context);
      output
          .errorLines()
          .forEach(line -> context.notes().info(target, ServerWords.withoutPasswords(line)));
      CommandJudge.judge(order, output.end(), stored.size(), output.errorLines());
      return new Capture(
          placed(stored, context),
          List.of(target),
          stored.size(),
          stored.size(),
          Optional.of(stored.sha256()),
          order.consistency(),
          true,
          List.of());
    } catch (IOException e) {
      requireNotCancelled(context);
      throw SourceException.ofTarget(
          FailureReason.SOURCE_LOST,
          "The output of %s could not be read.".formatted(order.program()),
          e);
    } finally {
      link = null;
    }
  }

  private BlobId placed(StoredFile stored, CaptureContext context) {
    BlobId folder =
        context
            .session()
            .storeTree(
                List.of(
                    new Node(
                        ByteString.of(order.fileName()),
                        Metadata.plain(FileMode.file(FILE_PERMISSIONS), clock.instant()),
                        stored.toBody())));
    return context
        .session()
        .storeTree(
            List.of(
                new Node(
                    ByteString.of(CommandOrder.FOLDER),
                    Metadata.plain(FileMode.directory(FOLDER_PERMISSIONS), clock.instant()),
                    new NodeBody.Directory(folder))));
  }

  /** A program that ends because it was told to has not failed. */
  private static void requireNotCancelled(CaptureContext context) {
    if (context.cancellation().isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The backup was cancelled.");
    }
  }
}
