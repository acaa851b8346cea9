package dev.salvaguarda.app.settings;

import java.util.List;

/** The operator can't start with these settings; each line of the message names one. */
public final class SettingsException extends RuntimeException {
  SettingsException(List<String> complaints) {
    super(String.join(System.lineSeparator(), complaints));
  }
}
