package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.controller.telling.NoticeManifest.Story;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Instant;
import java.util.Map;

/**
 * Something that policies can ask to be told.
 *
 * @param kind as they ask for it
 * @param story what there is to tell; its thread is the UID of the policy
 */
record Occasion(NotifySpec.Occasion kind, Story story) {

  Occasion(
      NotifySpec.Occasion kind,
      SubjectRef subject,
      String key,
      String namespace,
      String thread,
      Instant eventTime,
      Map<Placeholder, Fact> facts) {
    this(kind, new Story(message(kind), subject, key, namespace, thread, eventTime, facts));
  }

  static Message message(NotifySpec.Occasion kind) {
    return switch (kind) {
      case SUCCEEDED -> Message.BACKUP_SUCCEEDED;
      case DEGRADED -> Message.BACKUP_DEGRADED;
      case FAILED -> Message.BACKUP_FAILED;
      case MISSED -> Message.BACKUP_MISSED;
      case VERIFICATION_SUCCEEDED -> Message.VERIFICATION_SUCCEEDED;
      case VERIFICATION_FAILED -> Message.VERIFICATION_FAILED;
      case VERIFICATION_DUE -> Message.VERIFICATION_DUE;
      case NON_CONFORMITY_OPENED -> Message.NON_CONFORMITY_OPENED;
      case NON_CONFORMITY_OVERDUE -> Message.NON_CONFORMITY_OVERDUE;
    };
  }

  /**
   * Whether it can wait for a digest: what went well can, what needs somebody can't. A digest has
   * no room for the command that signs a test.
   */
  boolean canWait() {
    return switch (kind) {
      case SUCCEEDED -> true;
      case VERIFICATION_SUCCEEDED -> !story.facts().containsKey(Placeholder.SIGN_COMMAND);
      case DEGRADED,
          FAILED,
          MISSED,
          VERIFICATION_FAILED,
          VERIFICATION_DUE,
          NON_CONFORMITY_OPENED,
          NON_CONFORMITY_OVERDUE ->
          false;
    };
  }
}
