package dev.salvaguarda.controller.delivery;

/**
 * People who tell messages by hand, and how they are asked to.
 *
 * @param place where they tell it, in words for people
 * @param via the channel on which they are asked; not a manual one
 */
public record ManualLogin(String place, ChannelLogin via) implements ChannelLogin {}
