package dev.salvaguarda.agent.adapter.process;

import dev.salvaguarda.agent.port.LocalProgram;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramMissingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs programs as child processes: argument arrays, an environment made from nothing, standard
 * input from memory.
 */
public final class LocalProgramRunner implements ProgramRunner {
  private static final Path TERMINAL = Path.of("/dev/tty");

  private final List<Path> folders;

  /**
   * Looks for executables in the folders.
   *
   * @param folders in the order of preference
   */
  public LocalProgramRunner(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  @Override
  public LocalProgram start(Program program) throws ProgramMissingException {
    LocalProgram running = startFed(program);
    try {
      running.input().close();
    } catch (IOException e) {
      // A program that ended before it read its input says why by its exit status.
    }
    return running;
  }

  @Override
  public LocalProgram startFed(Program program) throws ProgramMissingException {
    Path executable =
        find(program.executable())
            .orElseThrow(() -> new ProgramMissingException(program.executable()));
    List<String> command = new ArrayList<>(withoutTerminal());
    command.add(executable.toString());
    command.addAll(program.arguments());
    Optional<NamedPipe> pipe = pipe(program);
    pipe.ifPresent(
        made -> command.replaceAll(word -> word.replace(Program.PIPE, made.path().toString())));
    ProcessBuilder builder = new ProcessBuilder(command);
    program.folder().map(Path::toFile).ifPresent(builder::directory);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(program.environment());
    program.secretEnvironment().forEach((name, value) -> environment.put(name, value.revealUtf8()));
    try {
      Process process = builder.start();
      pipe.ifPresent(made -> {
        var _ = process.onExit().thenRun(made::close);
      });
      RunningProcess running = new RunningProcess(process, program.secrets());
      feed(process, program);
      return running;
    } catch (IOException e) {
      pipe.ifPresent(NamedPipe::close);
      throw new ProgramMissingException(program.executable(), e);
    }
  }

  private Optional<NamedPipe> pipe(Program program) throws ProgramMissingException {
    if (program.pipe().isEmpty()) {
      return Optional.empty();
    }
    Path maker = find("mkfifo").orElseThrow(() -> new ProgramMissingException("mkfifo"));
    try {
      return Optional.of(NamedPipe.make(maker, program.pipe().get()));
    } catch (IOException e) {
      throw new ProgramMissingException("mkfifo", e);
    }
  }

  private Optional<Path> find(String executable) {
    Path given = Path.of(executable);
    if (given.isAbsolute()) {
      return Optional.of(given).filter(Files::isExecutable);
    }
    return folders.stream()
        .map(folder -> folder.resolve(executable))
        .filter(candidate -> Files.isRegularFile(candidate) && Files.isExecutable(candidate))
        .findFirst();
  }

  /**
   * Programs that ask for a password prefer the terminal to standard input. In a pod there is none;
   * on a developer's machine the program is moved into a session of its own.
   */
  private List<String> withoutTerminal() throws ProgramMissingException {
    if (!hasTerminal()) {
      return List.of();
    }
    return List.of(
        find("setsid").orElseThrow(() -> new ProgramMissingException("setsid")).toString());
  }

  private static boolean hasTerminal() {
    try (var _ = Files.newInputStream(TERMINAL)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Secrets are shorter than a pipe's buffer, so this does not block. */
  private static void feed(Process process, Program program) {
    byte[] input = program.standardInput().copy();
    try {
      OutputStream standardInput = process.getOutputStream();
      standardInput.write(input);
      standardInput.flush();
    } catch (IOException e) {
      // A program that ended before it read its input says why by its exit status.
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }
}
