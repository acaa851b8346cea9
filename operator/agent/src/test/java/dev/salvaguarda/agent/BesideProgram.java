package dev.salvaguarda.agent;

import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A container beside the agent's: the launcher, and the folder with its pipes. */
final class BesideProgram {
  private final Path folder;
  private final Path exchange;
  private final Path secrets;

  BesideProgram(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.exchange = Files.createDirectory(folder.resolve("exchange"));
    this.secrets = Files.createDirectory(folder.resolve("credentials"));
    String launcher = RequiredTool.sourceLauncher().path().toString();
    int status =
        new ProcessBuilder(launcher, "prepare", "-exchange", exchange.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new AssertionError("no pipes were made");
    }
  }

  void secret(String name, String content) throws IOException {
    Files.writeString(secrets.resolve(name), content);
  }

  /** Waits in its container for the agent, then runs. */
  Process start(String... command) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                exchange.resolve("launcher").toString(),
                "run",
                "-exchange",
                exchange.toString(),
                "-secrets",
                secrets.toString(),
                "--"));
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  /** The container's log. */
  Path log() {
    return folder.resolve("source.log");
  }

  CommandOrder order() {
    return order(false, Duration.ofMinutes(1));
  }

  CommandOrder order(boolean allowEmpty, Duration patience) {
    return new CommandOrder(
        exchange.toString(), "dumper", "erp.sql", allowEmpty, Consistency.CRASH, patience);
  }
}
