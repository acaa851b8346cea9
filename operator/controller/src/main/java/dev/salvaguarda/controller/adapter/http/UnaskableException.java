package dev.salvaguarda.controller.adapter.http;

/** Something can't be asked; the sentence repeats nothing that may be secret. */
final class UnaskableException extends Exception {
  private final String sentence;

  UnaskableException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
