package dev.salvaguarda.agent.program;

/** The program is not installed, or may not be started. */
public final class ProgramMissingException extends Exception {
  private final String executable;

  public ProgramMissingException(String executable, Throwable cause) {
    super("The program %s could not be started".formatted(executable), cause);
    this.executable = executable;
  }

  public ProgramMissingException(String executable) {
    super("The program %s is not installed".formatted(executable));
    this.executable = executable;
  }

  public String executable() {
    return executable;
  }
}
