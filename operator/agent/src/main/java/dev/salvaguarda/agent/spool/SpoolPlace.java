package dev.salvaguarda.agent.spool;

import dev.salvaguarda.agent.port.SpoolApi;
import dev.salvaguarda.agent.proxmox.SpooledArchive;
import dev.salvaguarda.agent.proxmox.TaskState;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A storage as one node sees it.
 *
 * @param folder where the pod sees it
 */
record SpoolPlace(SpoolApi api, String node, String storage, String folder, SpoolPace pace) {

  List<SpooledArchive> archives() throws SourceException, InterruptedException {
    return api.archives(node, storage);
  }

  /** The archive of this name, as the API calls it. */
  String volume(String file) {
    return storage + ":backup/" + file;
  }

  /**
   * Removes archives, and goes on where one can't be.
   *
   * @param target whose archives they are, for people; null if that does not matter
   */
  void remove(@Nullable String target, List<SpooledArchive> unwanted, Notes notes)
      throws InterruptedException {
    for (SpooledArchive archive : unwanted) {
      remove(target, archive.volume(), notes);
    }
  }

  private void remove(@Nullable String target, String volume, Notes notes)
      throws InterruptedException {
    try {
      Optional<String> task = api.remove(node, storage, volume);
      long begin = System.nanoTime();
      while (task.isPresent()
          && Duration.ofNanos(System.nanoTime() - begin).compareTo(pace.toEnd()) < 0) {
        TaskState state = api.task(node, task.get());
        if (state.hasEnded()) {
          if (!state.isGood()) {
            notes.warning(
                target, stays(lost("Its removal ended with: %s.".formatted(state.end())), volume));
          }
          return;
        }
        Thread.sleep(pace.first());
      }
      if (task.isPresent()) {
        notes.warning(target, stays(lost("Its removal had not ended yet."), volume));
      }
    } catch (SourceException e) {
      notes.warning(target, stays(e.failure(), volume));
    }
  }

  static Failure lost(String why) {
    return new Failure(FailureReason.SOURCE_LOST, why);
  }

  static Failure stays(Failure why, String what) {
    return new Failure(
        why.reason(),
        "It may be that %s stays there until the next run removes it. %s"
            .formatted(what, why.message()));
  }
}
