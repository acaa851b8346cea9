package dev.salvaguarda.testkit.process;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that lives as long as the tests of one class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Running<PostgresServer> POSTGRES = Running.from(PostgresServer::start);
 * }</pre>
 *
 * <p>Several in one class start in the order in which they stand there and end in the opposite one.
 *
 * @param <T> any server of the testkit
 */
public final class Running<T extends AutoCloseable> implements BeforeAllCallback, AfterAllCallback {
  private final Supplier<T> starter;
  private @Nullable T server;

  private Running(Supplier<T> starter) {
    this.starter = starter;
  }

  /** Starts the server before the first test of the class. */
  public static <T extends AutoCloseable> Running<T> from(Supplier<T> starter) {
    return new Running<>(starter);
  }

  /** The server; only during the tests of the class. */
  public T get() {
    return Objects.requireNonNull(server, "the server runs during the tests of its class only");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server = starter.get();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    T running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }
}
