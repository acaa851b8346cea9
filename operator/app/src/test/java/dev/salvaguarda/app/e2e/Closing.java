package dev.salvaguarda.app.e2e;

import org.jspecify.annotations.Nullable;

/** Ends what a test started, though another part may have failed to start or to end. */
final class Closing {
  private Closing() {}

  static void quietly(@Nullable AutoCloseable closeable) {
    if (closeable == null) {
      return;
    }
    try {
      closeable.close();
    } catch (Exception e) {
      System.err.println("could not be closed: " + e);
    }
  }
}
