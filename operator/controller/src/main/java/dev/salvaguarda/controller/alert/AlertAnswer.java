package dev.salvaguarda.controller.alert;

/** What a monitoring system is told about what it sent. The worst of several is what counts. */
public sealed interface AlertAnswer {

  /** The API server has all that follows from it. */
  record Taken() implements AlertAnswer {}

  /**
   * It can't be what it should be: sending the same again does not help.
   *
   * @param why a sentence
   */
  record Refused(String why) implements AlertAnswer {}

  /**
   * Not all of it could be written down: it must be sent again.
   *
   * @param why a sentence
   * @param concernsAll whether nothing else can be written down now either
   */
  record Later(String why, boolean concernsAll) implements AlertAnswer {}

  /** The worse one; the first of two that are as bad. */
  default AlertAnswer and(AlertAnswer other) {
    return other.rank() > rank() ? other : this;
  }

  private int rank() {
    return switch (this) {
      case Taken _ -> 0;
      case Refused _ -> 1;
      case Later _ -> 2;
    };
  }
}
