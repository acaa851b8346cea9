package dev.salvaguarda.domain.retention;

/** What speaks against a copy. A worse one never takes a place from a better one. */
public enum Quality {
  /** Nothing. */
  GOOD,
  /** It lacks something that the source has, such as a file that nobody may read. */
  SHORT,
  /** A guard doubted that it holds what it should. */
  DOUBTED
}
