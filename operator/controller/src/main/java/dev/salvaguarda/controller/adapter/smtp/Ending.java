package dev.salvaguarda.controller.adapter.smtp;

import java.time.Duration;

/** How a conversation came to its end. */
sealed interface Ending {

  /** All was said. */
  record Complete() implements Ending {}

  /** It could not go on. */
  record Broken(Throwable cause) implements Ending {}

  /** It was ended, since it took longer than it may. */
  record Late(Duration limit) implements Ending {}

  /** Who waited for it was interrupted. */
  record Stopped() implements Ending {}
}
