package dev.salvaguarda.agent.program;

import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run, without a shell.
 *
 * @param executable name to be looked up in the runner's folders, or an absolute path
 * @param arguments as the program gets them; never a secret
 * @param environment the whole environment of the program but for its secrets
 * @param standardInput what the program reads; may hold a secret, so it is kept as one
 * @param secrets what is blacked out where the program's messages repeat it
 * @param secretEnvironment variables whose values are secrets, for programs that take them in no
 *     other way
 * @param pipe what the program reads from a named pipe, for those that need standard input for
 *     something else; may hold a secret; empty if it needs none
 * @param folder in which it runs; empty for that of the agent
 */
public record Program(
    String executable,
    List<String> arguments,
    Map<String, String> environment,
    SecretBytes standardInput,
    List<SecretBytes> secrets,
    Map<String, SecretBytes> secretEnvironment,
    Optional<SecretBytes> pipe,
    Optional<Path> folder) {
  /** Stands in an argument for the path of the named pipe. */
  public static final String PIPE = "{pipe}";

  public Program {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    secrets = List.copyOf(secrets);
    secretEnvironment = Map.copyOf(secretEnvironment);
  }

  /** A program that needs no pipe and has no secret in its environment. */
  public Program(
      String executable,
      List<String> arguments,
      Map<String, String> environment,
      SecretBytes standardInput,
      List<SecretBytes> secrets) {
    this(
        executable,
        arguments,
        environment,
        standardInput,
        secrets,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with what it reads from a named pipe. */
  public Program withPipe(SecretBytes content) {
    return new Program(
        executable,
        arguments,
        environment,
        standardInput,
        secrets,
        secretEnvironment,
        Optional.of(content),
        folder);
  }

  /** The same with secrets in its environment, which nobody but its own user can read. */
  public Program withSecretEnvironment(Map<String, SecretBytes> variables) {
    return new Program(
        executable, arguments, environment, standardInput, secrets, variables, pipe, folder);
  }

  /** The same in a folder, for programs that leave something where they run. */
  public Program in(Path place) {
    return new Program(
        executable,
        arguments,
        environment,
        standardInput,
        secrets,
        secretEnvironment,
        pipe,
        Optional.of(place));
  }

  /** A program that reads nothing and needs no environment. */
  public static Program of(String executable, String... arguments) {
    return new Program(executable, List.of(arguments), Map.of(), SecretBytes.ofUtf8(""), List.of());
  }
}
