package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.KeptNotes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTakeTest {
  private static final Guest MAIL =
      new Guest(
          100,
          GuestKind.QEMU,
          "mail",
          "pve01",
          true,
          false,
          Optional.empty(),
          Set.of(),
          Optional.empty());

  private final KeptNotes notes = new KeptNotes();

  @TempDir private Path folder;

  @Test
  void whileVzdumpWaitsForAnotherBackupOfItsNodeTheLogSaysSoOnce() {
    take(
        "INFO: trying to get global lock - waiting...",
        "INFO: got global lock",
        "INFO: Starting Backup of VM 100 (qemu)");

    assertThat(notes.said)
        .containsExactly(
            "vzdump waits for another backup that is at work on node pve01: of the host itself, or of a policy that names another endpoint.");
  }

  @Test
  void whereVzdumpBeginsAtOnceTheLogSaysNothingOfIt() {
    take("INFO: Starting Backup of VM 100 (qemu)");

    assertThat(notes.said).isEmpty();
  }

  /** Takes what a vzdump sends that says this and sends nothing. */
  private void take(String... lines) {
    TestRepository place = TestRepository.inMemory(folder);
    try (Repository repository = place.create();
        BackupSession session = BackupSession.open(repository, place.options())) {
      CaptureContext context =
          new CaptureContext(
              session, Optional.empty(), new ProgressBoard(), notes, new Cancellation());
      assertThatThrownBy(new NothingTaken(new Saying(List.of(lines)), context)::run)
          .isInstanceOf(SourceException.class);
    }
  }

  private static final class NothingTaken extends ArchiveTake {
    NothingTaken(SendingProgram vzdump, CaptureContext context) {
      super(MAIL, vzdump, context);
    }

    @Override
    Capture take(InputStream archive) {
      throw new IllegalStateException("something came");
    }

    @Override
    void refuse(@Nullable IOException fault, ProgramExit exit) {}
  }

  private record Saying(List<String> lines) implements SendingProgram {
    @Override
    public InputStream output() {
      return InputStream.nullInputStream();
    }

    @Override
    public void watchErrors(Consumer<String> told) {
      lines.forEach(told);
    }

    @Override
    public ProgramExit await() {
      return new ProgramExit(255, lines);
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }
}
