package dev.salvaguarda.agent.restore.server;

/** What a restore finds under the name that a database is to get. */
sealed interface Standing {
  /** Nothing. */
  record Free() implements Standing {}

  /** A database that this restore did not make. */
  record Taken() implements Standing {}

  /** A database that the server itself needs, so that no other can take its place. */
  record Kept() implements Standing {}

  /**
   * The rest of what an attempt of this restore was giving the name when it vanished, or, under
   * another name, of what it was replacing.
   */
  record CutShort() implements Standing {}

  /** What an attempt of this restore had finished when it vanished. */
  record Landed(LandedMark mark) implements Standing {}
}
