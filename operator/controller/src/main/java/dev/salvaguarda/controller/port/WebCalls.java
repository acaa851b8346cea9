package dev.salvaguarda.controller.port;

import dev.salvaguarda.api.policy.HookHttp;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.domain.hook.HookOutcome;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a request over HTTP and looks at the status of the answer, and at nothing else of it. */
public interface WebCalls {

  /**
   * Ends by itself once the time is up.
   *
   * @param headers by name
   * @param authorities in PEM form; null means those that Java knows
   */
  HookOutcome call(
      HookHttp request,
      Map<String, SensitiveText> headers,
      @Nullable String authorities,
      Duration timeout);
}
