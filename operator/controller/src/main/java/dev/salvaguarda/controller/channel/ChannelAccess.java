package dev.salvaguarda.controller.channel;

import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.domain.condition.ConditionReason;

/** What the Secrets that a channel names give. */
public sealed interface ChannelAccess {

  /**
   * It can be reached.
   *
   * @param version changes whenever the spec or one of the Secrets does
   */
  record Found(ChannelLogin login, Receivers receivers, String version) implements ChannelAccess {}

  /** Something is not there, or nobody would be written to. */
  record Missing(ConditionReason reason, String message) implements ChannelAccess {}
}
