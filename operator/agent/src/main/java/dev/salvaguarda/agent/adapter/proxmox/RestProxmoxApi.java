package dev.salvaguarda.agent.adapter.proxmox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/** Asks by HTTPS, in the name of an API token. */
public final class RestProxmoxApi implements ProxmoxApi {
  /** How long a host may think; it waits for other nodes for half a minute itself. */
  public static final Duration TO_ANSWER = Duration.ofSeconds(40);

  /** Some ten thousand guests. */
  private static final long LONGEST_ANSWER = 16L << 20;

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^!=]]+![\\w.-]+=[\\w-]+");
  private static final int FORBIDDEN = 403;

  private final OkHttpClient client;
  private final HttpUrl root;
  private final SecretBytes token;
  private final HostRefusals refusals;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * Asks one host, which answers for its whole cluster.
   *
   * @param endpoint such as {@code https://pve01.example.org:8006}
   * @param token such as {@code backup@pve!salvaguarda=…}; stays the caller's
   * @param toAnswer the longest that the host may be silent, usually {@link #TO_ANSWER}
   * @throws SourceException if endpoint, token or CA bundle can't be what they should be
   */
  public RestProxmoxApi(URI endpoint, HostTrust trust, SecretBytes token, Duration toAnswer)
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
    this.root = url.newBuilder().encodedPath("/api2/json/").query(null).build();
    this.token = token;
    this.refusals = new HostRefusals(url.host() + ":" + url.port());
  }

  @Override
  public Inventory inventory() throws SourceException, InterruptedException {
    JsonNode said = data(at("version")).path("version");
    ProxmoxVersion version =
        ProxmoxVersion.parse(said.asText(""))
            .orElseThrow(() -> refusals.strange("it does not tell its version"));
    JsonNode guests = data(at("cluster/resources", "type", "vm"));
    JsonNode nodes = data(at("cluster/resources", "type", "node"));
    Optional<JsonNode> status = unlessDenied(at("cluster/status"));
    try {
      return new Inventory(version, Listing.guests(guests), Listing.nodes(nodes, status));
    } catch (IllegalArgumentException e) {
      throw refusals.strange(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<Privilege> missing(Collection<Privilege> needed)
      throws SourceException, InterruptedException {
    TreeMap<String, JsonNode> granted = new TreeMap<>();
    List<Privilege> missing = new ArrayList<>();
    for (Privilege privilege : new TreeSet<>(needed)) {
      String path = privilege.path();
      if (!granted.containsKey(path)) {
        granted.put(path, data(at("access/permissions", "path", path)));
      }
      if (!Listing.isGranted(granted.get(path), path, privilege.name())) {
        missing.add(privilege);
      }
    }
    return missing;
  }

  private HttpUrl at(String path) {
    return root.newBuilder().addPathSegments(path).build();
  }

  private HttpUrl at(String path, String parameter, String value) {
    return at(path).newBuilder().addQueryParameter(parameter, value).build();
  }

  private JsonNode data(HttpUrl url) throws SourceException, InterruptedException {
    Answer answer = ask(url);
    if (answer.isGood()) {
      return answer.body().path("data");
    }
    throw refused(answer);
  }

  private Optional<JsonNode> unlessDenied(HttpUrl url)
      throws SourceException, InterruptedException {
    Answer answer = ask(url);
    if (answer.isGood()) {
      return Optional.of(answer.body().path("data"));
    }
    if (answer.status() == FORBIDDEN) {
      return Optional.empty();
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
    Request request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .header("Authorization", "PVEAPIToken=" + token.revealUtf8())
            .build();
    try (Response response = client.newCall(request).execute()) {
      BufferedSource source = response.body().source();
      if (source.request(LONGEST_ANSWER + 1)) {
        throw refusals.strange("what it sent has more than 16 MiB");
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
