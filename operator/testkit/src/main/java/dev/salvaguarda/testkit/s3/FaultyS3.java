package dev.salvaguarda.testkit.s3;

import io.minio.MinioClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Stands before an {@link S3Server}, which it does not own, and spoils requests as long as it is
 * told to. Without a fault it passes everything on, after a pause that stands for the network.
 *
 * <p>It also counts how often an object was stored through it, which a server can't tell later.
 */
public final class FaultyS3 implements S3Server {
  /** What happens to a request that is hit. */
  public enum Fault {
    /** Answered with status 503. */
    BUSY,
    /** Never answered; the connection breaks when the fault ends. */
    HANG,
    /** The connection breaks before the server sees the request. */
    CUT_BEFORE,
    /** The server does what was asked, and the connection breaks before or within its answer. */
    CUT_ANSWER,
    /** One bit of the content is turned on its way to the client. */
    WRONG_BYTES,
    /** One bit of the content is turned on its way to the server. */
    WRONG_BYTES_UP
  }

  /**
   * A fault while it lasts.
   *
   * @param share of the requests that are hit, 0 to 1
   */
  record Trouble(Fault fault, double share) {}

  private final S3Server behind;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, Integer> stored = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
  private final Random random;
  private volatile Trouble trouble = new Trouble(Fault.BUSY, 0);
  private volatile Duration pause = Duration.ZERO;

  private FaultyS3(S3Server behind, long seed) throws IOException {
    this.behind = behind;
    this.random = new Random(seed);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("faulty-s3").start(this::acceptAll);
  }

  /**
   * Starts a proxy on a free port.
   *
   * @param seed decides which requests are hit
   */
  public static FaultyS3 before(S3Server server, long seed) {
    try {
      return new FaultyS3(server, seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets every request take this much longer from now on. */
  public void slowDown(Duration longer) {
    pause = longer;
  }

  /**
   * From now on requests are hit.
   *
   * @param share of the requests, 0 to 1
   */
  public void begin(Fault fault, double share) {
    trouble = new Trouble(fault, share);
  }

  /** The next requests are hit, one fault each, whatever {@link #begin} said. */
  public void next(Fault... coming) {
    next.addAll(List.of(coming));
  }

  /** The fault is over; whoever still hangs is cut off. */
  public void heal() {
    Fault over = trouble.fault();
    trouble = new Trouble(over, 0);
    if (over == Fault.HANG) {
      closeAll();
    }
  }

  /**
   * How often each object was stored: the server took it and the client was told so.
   *
   * @param part of the object's path that is looked for, such as {@code /data/}
   */
  public Map<String, Integer> stored(String part) {
    return stored.entrySet().stream()
        .filter(entry -> entry.getKey().contains(part))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** How many requests have come so far, hit ones too. */
  public int requests() {
    return requests.get();
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  @Override
  public String accessKey() {
    return behind.accessKey();
  }

  @Override
  public String secretKey() {
    return behind.secretKey();
  }

  @Override
  public String newBucket() {
    return behind.newBucket();
  }

  /** A client of the server itself, to which nothing happens. */
  @Override
  public MinioClient client() {
    return behind.client();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closeAll();
    }
  }

  Duration pause() {
    return pause;
  }

  /** What happens to the next request; empty when nothing does. */
  Optional<Fault> nextFault() {
    requests.incrementAndGet();
    Fault told = next.poll();
    if (told != null) {
      return Optional.of(told);
    }
    Trouble now = trouble;
    synchronized (random) {
      return random.nextDouble() < now.share() ? Optional.of(now.fault()) : Optional.empty();
    }
  }

  int draw(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  void wasStored(String path) {
    stored.merge(path, 1, Integer::sum);
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().name("faulty-s3-connection").start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client;
        Socket server = new Socket(behind.endpoint().getHost(), behind.endpoint().getPort())) {
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      new FaultyExchange(this, client, server).run();
      open.remove(server);
    } catch (IOException e) {
      // Either side went away, which is what this is for.
    } finally {
      open.remove(client);
      open.removeIf(Socket::isClosed);
    }
  }

  private void closeAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed.
      }
    }
  }
}
