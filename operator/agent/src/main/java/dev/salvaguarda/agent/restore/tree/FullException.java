package dev.salvaguarda.agent.restore.tree;

/** There is no room left; nothing more can be written. The message is a sentence for a person. */
final class FullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FullException(String sentence) {
    super(sentence);
  }
}
