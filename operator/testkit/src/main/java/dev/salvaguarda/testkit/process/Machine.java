package dev.salvaguarda.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What tests need to know about the machine that they run on. */
public final class Machine {
  /** Version of Kubernetes that is tested against. */
  public static final String KUBERNETES_VERSION =
      environment("KUBE_API_TEST_API_SERVER_VERSION").orElse("1.34.4");

  private static final int LOWEST_PORT = 12_000;
  private static final int HIGHEST_PORT = 30_000;

  private Machine() {}

  /** Whether this is a build that may skip nothing. */
  public static boolean isCi() {
    return "true".equals(System.getenv("CI"));
  }

  /**
   * Whether the process runs as root; servers that refuse root are then started as another user.
   */
  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The folder of kube-api-test: binaries in {@code k8s/}, certificates beside it. */
  public static Path kubeApiTestFolder() {
    return environment("KUBE_API_TEST_DIR")
        .map(Path::of)
        .orElseGet(() -> home().resolve(".kubeapitest"));
  }

  /** Where the programs of the tested Kubernetes version lie for this machine. */
  public static Path kubernetesBinaries() {
    return kubeApiTestFolder()
        .resolve("k8s")
        .resolve(KUBERNETES_VERSION + "-" + operatingSystem() + "-" + architecture());
  }

  /**
   * A TCP port on the loopback address that was free a moment ago. It is below those that systems
   * give to outgoing connections, so that none of these takes it before a server does.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it; there are thousands more.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new empty folder below the machine's temporary folder. */
  public static Path temporaryFolder(String name) {
    try {
      return Files.createTempDirectory("salvaguarda-" + name + "-").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> minioPlaces() {
    List<Path> places = new ArrayList<>();
    environment("MINIO_BINARY").map(Path::of).ifPresent(places::add);
    places.add(cached("minio"));
    places.addAll(RequiredTool.onPath("minio", "").places());
    return places;
  }

  /** Where programs lie that are built from their Go modules. */
  static Path cached(String program) {
    return home().resolve(".cache/salvaguarda/bin").resolve(program);
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"));
  }

  private static String operatingSystem() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.contains("mac") ? "darwin" : "linux";
  }

  private static String architecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") || name.equals("arm64") ? "arm64" : "amd64";
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
