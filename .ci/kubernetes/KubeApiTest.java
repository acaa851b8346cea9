import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.binary.BinaryManager;
import io.fabric8.kubeapitest.cert.CertManager;

/** What kube-api-test would do at the first start of an API server, done before any test needs it. */
final class KubeApiTest {
  public static void main(String[] arguments) {
    String folder = arguments[1];
    switch (arguments[0]) {
      case "certificates" -> new CertManager(folder).createCertificatesIfNeeded();
      case "download" ->
          new BinaryManager(
                  KubeAPIServerConfigBuilder.anAPIServerConfig()
                      .withTestDir(folder)
                      .withApiServerVersion(arguments[2])
                      .build())
              .initAndDownloadIfRequired();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }
}
