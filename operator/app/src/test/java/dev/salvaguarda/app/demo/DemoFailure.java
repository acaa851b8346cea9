package dev.salvaguarda.app.demo;

/** Something that the demo promises isn't true; the message says what, in one sentence. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
