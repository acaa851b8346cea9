package dev.salvaguarda.agent.port;

/** A program that was started on this machine. */
public interface LocalProgram extends RunningProgram {
  /** Number of its process. */
  long pid();
}
