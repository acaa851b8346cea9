package dev.salvaguarda.controller.delivery;

/** All that is needed to reach a channel, its secrets included; one record for each kind. */
public sealed interface ChannelLogin
    permits EmailLogin, ManualLogin, StaticSiteLogin, WebhookLogin {}
