package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The lines that a backup says, as they come. */
final class BackupLog {
  private final OutputStream output;

  BackupLog(OutputStream output) {
    this.output = output;
  }

  void info(String line) throws IOException {
    say("INFO: " + line);
  }

  void error(String line) throws IOException {
    say("ERROR: " + line);
  }

  /** A line as it is. */
  void say(String line) throws IOException {
    output.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    output.flush();
  }
}
