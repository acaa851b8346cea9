package dev.salvaguarda.agent.adapter.proxmox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import okio.Timeout;

/**
 * Sends requests to one host, in the name of an API token, and tells what is wrong with answers.
 */
public final class HostClient {
  /** How long a host may think; it waits for other nodes for half a minute itself. */
  public static final Duration TO_ANSWER = Duration.ofSeconds(40);

  /**
   * How long it may think once we were told to stop: a pod has half a minute for all that is left.
   */
  private static final Duration TO_ANSWER_AT_THE_END = Duration.ofSeconds(5);

  /** Some ten thousand guests. */
  public static final long LONGEST_ANSWER = 16L << 20;

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^!=]]+![\\w.-]+=[\\w-]+");
  private static final int FORBIDDEN = 403;

  private final OkHttpClient client;
  private final OkHttpClient once;
  private final HttpUrl root;
  private final SecretBytes token;
  private final long longestAnswer;
  private final HostRefusals refusals;
  private final ObjectMapper json = new ObjectMapper();
  private volatile boolean hurried;

  /**
   * Talks to one host, which answers for its whole cluster.
   *
   * @param endpoint such as {@code https://pve01.example.org:8006}
   * @param token such as {@code backup@pve!salvaguarda=…}; stays the caller's
   * @param toAnswer the longest that the host may be silent, usually {@link #TO_ANSWER}
   * @param longestAnswer bytes of an answer that are taken; one that has more is none
   * @throws SourceException if endpoint, token or CA bundle can't be what they should be
   */
  public HostClient(
      URI endpoint, HostTrust trust, SecretBytes token, Duration toAnswer, long longestAnswer)
      throws SourceException {
    HttpUrl url = HttpUrl.get(endpoint);
    if (url == null || !url.isHttps()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_NOT_FOUND,
          "The endpoint %s is no address of a Proxmox host, such as https://pve01.example.org:8006."
              .formatted(endpoint));
    }
    if (!TOKEN.matcher(token.revealUtf8()).matches()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The token is not of the form user@realm!name=value, as Proxmox shows it when it is made.");
    }
    this.client = HostConnections.open(trust, toAnswer);
    this.once = client.newBuilder().retryOnConnectionFailure(false).build();
    this.root = url.newBuilder().encodedPath("/api2/json/").query(null).build();
    this.token = token;
    this.longestAnswer = longestAnswer;
    this.refusals = new HostRefusals(url.host() + ":" + url.port());
  }

  /**
   * Gives up questions that have no answer yet, and waits for none for long from now on. What
   * begins something is not given up: its answer names what then has to be ended.
   */
  void hurry() {
    hurried = true;
    client.dispatcher().runningCalls().stream()
        .filter(call -> call.request().method().equals("GET"))
        .forEach(Call::cancel);
  }

  /**
   * Where something is asked.
   *
   * @param path below the root of the API, without anything that others have named
   */
  HttpUrl at(String path) {
    return root.newBuilder().addPathSegments(path).build();
  }

  HttpUrl at(String path, String parameter, String value) {
    return at(path).newBuilder().addQueryParameter(parameter, value).build();
  }

  /** What the host sent is no answer. */
  SourceException strange(String what) {
    return refusals.strange(what);
  }

  /** The data of an answer; there have to be some. */
  JsonNode data(HttpUrl url) throws SourceException, InterruptedException {
    Answer answer = ask(url);
    if (answer.isGood()) {
      return answer.body().path("data");
    }
    throw refused(answer);
  }

  /** The same; empty if the token may not ask. */
  Optional<JsonNode> unlessDenied(HttpUrl url) throws SourceException, InterruptedException {
    Answer answer = ask(url);
    if (answer.isGood()) {
      return Optional.of(answer.body().path("data"));
    }
    if (answer.status() == FORBIDDEN) {
      return Optional.empty();
    }
    throw refused(answer);
  }

  /** Has something begun, which is never asked for twice; the data may be null. */
  JsonNode post(HttpUrl url, Map<String, String> parameters)
      throws SourceException, InterruptedException {
    FormBody.Builder form = new FormBody.Builder();
    parameters.forEach(form::add);
    return done(send(once, new Request.Builder().url(url).post(form.build())));
  }

  /** Has something ended or removed; the data may be null. */
  JsonNode delete(HttpUrl url) throws SourceException, InterruptedException {
    return done(send(once, new Request.Builder().url(url).delete(null)));
  }

  private JsonNode done(Answer answer) throws SourceException {
    if (answer.isSuccess() && answer.body().has("data")) {
      return answer.body().path("data");
    }
    throw refused(answer);
  }

  private SourceException refused(Answer answer) {
    return answer.isSuccess()
        ? refusals.strange("what it sent is no JSON with data")
        : refusals.refused(
            answer.status(), HostRefusals.words(answer.body(), answer.reasonPhrase()));
  }

  private Answer ask(HttpUrl url) throws SourceException, InterruptedException {
    return send(client, new Request.Builder().url(url));
  }

  private Answer send(OkHttpClient by, Request.Builder asked)
      throws SourceException, InterruptedException {
    Request request =
        asked
            .header("Accept", "application/json")
            .header("Authorization", "PVEAPIToken=" + token.revealUtf8())
            .build();
    Call call = by.newCall(request);
    if (hurried) {
      Timeout _ = call.timeout().timeout(TO_ANSWER_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
    }
    try (Response response = call.execute()) {
      BufferedSource source = response.body().source();
      if (source.request(longestAnswer + 1)) {
        throw refusals.strange("what it sent has more than %d MiB".formatted(longestAnswer >> 20));
      }
      return new Answer(response.code(), response.message(), parse(source.readByteArray()));
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while a Proxmox host was asked");
      }
      throw refusals.unanswered(e);
    } catch (IOException e) {
      throw refusals.unanswered(e);
    }
  }

  private JsonNode parse(byte[] body) throws IOException {
    try {
      JsonNode tree = json.readTree(body);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * What came.
   *
   * @param body missing if it was no JSON
   */
  private record Answer(int status, String reasonPhrase, JsonNode body) {
    boolean isSuccess() {
      return status == 200;
    }

    boolean isGood() {
      return isSuccess() && body.hasNonNull("data");
    }
  }
}
