package dev.salvaguarda.controller.alert;

import java.io.InputStream;
import java.util.function.Consumer;

/**
 * What a monitoring system has sent, and waits for an answer to.
 *
 * @param body as it was sent; read once
 * @param reply takes the answer, once
 */
public record AlertDelivery(InputStream body, Consumer<AlertAnswer> reply) {}
