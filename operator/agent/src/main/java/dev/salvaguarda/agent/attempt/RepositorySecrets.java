package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.text.SecretText;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What opens a repository, read from the mounted files by the operator's rule. Throws {@link
 * RepositoryException} where a file can't be read, or where programs would read it in different
 * ways.
 *
 * @param access says where the files are
 */
public record RepositorySecrets(RepositoryAccess access) {
  public SecretBytes password() {
    return clear(
        Reason.WRONG_PASSWORD, "password", read("password", access.passwordFile(), SecretText::of));
  }

  public SecretBytes accessKey() {
    return key("access key", access.accessKeyFile());
  }

  public SecretBytes secretKey() {
    return key("secret key", access.secretKeyFile());
  }

  /** Empty if the credentials have none: then its file is not there, or holds nothing. */
  public Optional<SecretBytes> sessionToken() {
    @Nullable String file = access.sessionTokenFile();
    if (file == null || !Files.exists(Path.of(file))) {
      return Optional.empty();
    }
    SecretText token = read("session token", file, SecretText::ofOneLine);
    return token.equals(SecretText.EMPTY)
        ? Optional.empty()
        : Optional.of(clear(Reason.ACCESS_DENIED, "session token", token));
  }

  private SecretBytes key(String what, String file) {
    return clear(Reason.ACCESS_DENIED, what, read(what, file, SecretText::ofOneLine));
  }

  private SecretText read(String what, String file, Function<byte[], SecretText> rule) {
    try {
      return rule.apply(Files.readAllBytes(Path.of(file)));
    } catch (IOException e) {
      throw new RepositoryException(
          Reason.ACCESS_DENIED,
          "The %s of repository %s could not be read from %s.".formatted(what, access.name(), file),
          e);
    }
  }

  private SecretBytes clear(Reason otherwise, String what, SecretText text) {
    return switch (text) {
      case SecretText.Clear(String clear) -> SecretBytes.ofUtf8(clear);
      case SecretText.Unclear(String why) ->
          throw new RepositoryException(
              otherwise, "The %s of repository %s %s.".formatted(what, access.name(), why));
    };
  }
}
