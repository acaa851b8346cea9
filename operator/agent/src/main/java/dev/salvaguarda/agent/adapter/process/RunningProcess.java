package dev.salvaguarda.agent.adapter.process;

import dev.salvaguarda.agent.port.LocalProgram;
import dev.salvaguarda.agent.program.ErrorText;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process whose standard error is collected by a thread of its own. */
final class RunningProcess implements LocalProgram {
  private static final long PATIENCE_SECONDS = 2;

  private final Process process;
  private final ErrorText errors;
  private final Thread errorReader;

  RunningProcess(Process process, List<SecretBytes> secrets) {
    this.process = process;
    this.errors = new ErrorText(secrets);
    this.errorReader =
        Thread.ofPlatform()
            .daemon()
            .name("stderr-of-" + process.pid())
            .start(() -> errors.readAll(process.getErrorStream()));
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public ProgramExit await() throws InterruptedException {
    int status = process.waitFor();
    // A grandchild may keep the pipe open; what came so far is enough then.
    errorReader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return new ProgramExit(status, errors.lines());
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void stop() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    family.forEach(ProcessHandle::destroy);
    Thread.ofPlatform().daemon().name("end-of-" + process.pid()).start(() -> killLater(family));
  }

  private void killLater(List<ProcessHandle> family) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      family.forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
