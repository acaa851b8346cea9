package dev.salvaguarda.domain.hook;

/**
 * What came of one try.
 *
 * @param passed whether it did what it should
 * @param message one sentence with a status and names; never a part of what a program or server
 *     said
 */
public record HookOutcome(boolean passed, String message) {
  public static HookOutcome failed(String message) {
    return new HookOutcome(false, message);
  }
}
