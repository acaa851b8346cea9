package dev.salvaguarda.controller.archive;

import java.util.Objects;

/**
 * A secret that was read from a Secret: it prints as {@code [redacted]} wherever it is put.
 *
 * @param reveal the text itself; only what needs it to log in may call this
 */
public record SensitiveText(String reveal) {
  public SensitiveText {
    Objects.requireNonNull(reveal, "reveal");
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
