package dev.salvaguarda.testkit.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real Chromium without a window, of which a test asks what a person would see and hear. */
public final class Chromium implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);

  private final Path folder;
  private final LocalProcess process;
  private final HttpClient http;
  private final DevTools page;

  private Chromium(Path folder, LocalProcess process, HttpClient http, DevTools page) {
    this.folder = folder;
    this.process = process;
    this.http = http;
    this.page = page;
  }

  /**
   * What a page is looked at on.
   *
   * @param width in CSS pixels; 320 is the narrowest that WCAG 2.2 asks for (1.4.10)
   * @param dark whether the person prefers dark colours
   */
  public record Screen(int width, boolean dark) {}

  /**
   * A part of a page as a screen reader hears it.
   *
   * @param role of WAI-ARIA, for example {@code heading}
   * @param name what is read aloud; empty if it has none
   */
  public record Spoken(String role, String name) {}

  /** Starts one; see {@link RequiredTool#path()} for what happens where Chromium is missing. */
  public static Chromium start() {
    Path binary = RequiredTool.chromium().path();
    Path folder = Machine.temporaryFolder("chromium");
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank"));
    if (Machine.isRoot()) {
      command.add(1, "--no-sandbox");
    }
    LocalProcess process =
        LocalProcess.start("chromium", command, Map.of(), folder, folder.resolve("log"));
    try {
      HttpClient http = HttpClient.newHttpClient();
      DevTools page = new DevTools(http, firstPage(http, port(folder, process)));
      Stream.of("Page.enable", "Log.enable", "Accessibility.enable")
          .forEach(domain -> page.ask(domain, Map.of()));
      return new Chromium(folder, process, http, page);
    } catch (IOException | RuntimeException e) {
      process.close();
      Folders.delete(folder);
      throw new IllegalStateException("Chromium did not start: " + process.tail(), e);
    }
  }

  private static String port(Path folder, LocalProcess process) throws IOException {
    Path said = folder.resolve("profile/DevToolsActivePort");
    Patience.until(
        "Chromium says at which port it can be asked",
        START_DEADLINE,
        () -> {
          process.assertAlive();
          return Files.exists(said) && Files.readAllLines(said).size() > 1;
        },
        process::tail);
    return Files.readAllLines(said).getFirst();
  }

  private static URI firstPage(HttpClient http, String port) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
            .PUT(BodyPublishers.noBody())
            .build();
    try {
      String answer = http.send(request, BodyHandlers.ofString()).body();
      return URI.create(new ObjectMapper().readTree(answer).path("webSocketDebuggerUrl").asText());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a file as a person with that screen does, and waits until it is shown. */
  public void open(Path file, Screen screen) {
    page.ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", screen.width(), "height", 640, "deviceScaleFactor", 2, "mobile", true));
    page.ask(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of(
                    "name", "prefers-color-scheme", "value", screen.dark() ? "dark" : "light"))));
    page.forget();
    page.ask("Page.navigate", Map.of("url", file.toUri().toString()));
    Patience.until(
        "the page is shown",
        START_DEADLINE,
        () -> !page.events("Page.loadEventFired").isEmpty(),
        process::tail);
  }

  /** The value of an expression in the page. */
  public JsonNode value(String expression) {
    JsonNode said =
        page.ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (said.has("exceptionDetails")) {
      throw new IllegalStateException(said.get("exceptionDetails").toString());
    }
    return said.path("result").path("value");
  }

  /** Presses Enter where the page has its focus. */
  public void pressEnter() {
    Map<String, Object> key =
        Map.of("key", "Enter", "code", "Enter", "text", "\r", "windowsVirtualKeyCode", 13);
    Stream.of("keyDown", "keyUp")
        .forEach(type -> {
          Map<String, Object> event = new HashMap<>(key);
          event.put("type", type);
          page.ask("Input.dispatchKeyEvent", event);
        });
  }

  /** What the browser had to complain of in the page: refused styles, missing files, errors. */
  public List<String> complaints() {
    return page.events("Log.entryAdded").stream()
        .map(entry -> entry.path("entry").path("text").asText())
        .toList();
  }

  /** The page as a screen reader goes through it, in its order, without what it leaves out. */
  public List<Spoken> spoken() {
    List<Spoken> found = new ArrayList<>();
    for (JsonNode node : page.ask("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
      if (!node.path("ignored").asBoolean()) {
        found.add(
            new Spoken(
                node.path("role").path("value").asText(),
                node.path("name").path("value").asText()));
      }
    }
    return found;
  }

  /** Writes a picture of the whole page, a PNG. */
  public void picture(Path file) {
    byte[] bytes =
        Base64.getDecoder()
            .decode(
                page.ask(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true))
                    .path("data")
                    .asText());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    page.close();
    http.close();
    process.close();
    Folders.delete(folder);
  }
}
