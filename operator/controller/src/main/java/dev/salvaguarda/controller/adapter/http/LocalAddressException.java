package dev.salvaguarda.controller.adapter.http;

import java.io.IOException;

/** A name leads to where nothing is sent. */
final class LocalAddressException extends IOException {}
