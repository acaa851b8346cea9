package dev.salvaguarda.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Where OpenSSL's is not to be had; that it is right, and there in CI, says {@link Poly1305Test}.
 */
class OpenSslPoly1305Test {
  @Test
  void isNotHadOfALibraryThatIsNotThere() {
    assertThat(OpenSslPoly1305.load("libcrypto.so.none", OpenSslPoly1305.ALGORITHM)).isEmpty();
  }

  @Test
  void isNotHadOfALibraryWithoutTheFunction() {
    assertThat(OpenSslPoly1305.load("libc.so.6", OpenSslPoly1305.ALGORITHM)).isEmpty();
  }

  /** As where OpenSSL is told to offer only what FIPS allows. */
  @Test
  void isNotHadOfAnOpenSslThatDoesNotOfferIt() {
    assertThat(OpenSslPoly1305.load(OpenSslPoly1305.LIBRARY, "POLY1306")).isEmpty();
  }

  @Test
  void isNotHadWhereJavaWouldWarnOfNativeCodeWhichThusIsNotCalled() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutNativeAccess.class.getName())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("false");
    assertThat(java.waitFor()).isZero();
  }

  /** What is started for that. */
  static final class WithoutNativeAccess {
    public static void main(String[] args) {
      System.out.print(OpenSslPoly1305.ofProcess().isPresent());
    }
  }
}
