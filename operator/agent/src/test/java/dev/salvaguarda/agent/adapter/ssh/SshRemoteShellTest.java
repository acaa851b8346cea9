package dev.salvaguarda.agent.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.SshAccess;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.proxmox.Fault;
import dev.salvaguarda.testkit.proxmox.NodeShell;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.UnknownCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SshRemoteShellTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] VMA = {'V', 'M', 'A', 0};

  @TempDir static Path folder;

  private static ProxmoxCluster cluster;
  private static ProxmoxCluster stranger;

  private SimulatedGuest guest;
  private NodeShell node;

  @BeforeAll
  static void start() {
    ServerCertificate certificate = ServerCertificate.create(folder);
    cluster = ProxmoxCluster.start(ProxmoxSettings.of(5).withNodes("pve01", "pve02"), certificate);
    stranger = ProxmoxCluster.start(ProxmoxSettings.of(6), certificate);
  }

  @AfterAll
  static void close() {
    cluster.close();
    stranger.close();
  }

  @BeforeEach
  void addGuest() {
    guest = cluster.virtualMachine(100, "mail", "pve01").drive("scsi0", 8 << 20);
    node = cluster.shell("pve01");
  }

  @Test
  void hearsOutputErrorsAndStatus() throws Exception {
    try (RunningProgram program = shell().start(node.address(), "backup 100")) {
      byte[] archive = program.output().readAllBytes();
      ProgramExit exit = program.await();

      assertThat(archive).hasSizeGreaterThan(1 << 20).startsWith(VMA);
      assertThat(exit.isZero()).isTrue();
      assertThat(exit.errorLines())
          .contains("INFO: Starting Backup of VM 100 (qemu)")
          .last()
          .isEqualTo("GUARD-EXIT 0");
      assertThat(program.isAlive()).isFalse();
    }
  }

  @Test
  void tellsAnEndOfTheProgramFromAnEndOfTheConnection() throws Exception {
    guest.nextBackup(new Fault.CutAfter(300_000, 255));
    ProgramExit failed = run();
    guest.nextBackup(new Fault.ResetAfter(300_000));
    ProgramExit cut = run();

    assertThat(failed.status()).isEqualTo(255);
    assertThat(cut.isKnown()).isFalse();
    assertThat(cut.isZero()).isFalse();
  }

  @Test
  void readsAFloodOfErrorsBesideTheOutput() throws Exception {
    guest.nextBackup(new Fault.FloodedLog(16 << 20));

    ProgramExit exit = run();

    assertThat(exit.isZero()).isTrue();
    assertThat(exit.errorLines()).hasSizeLessThan(300).last().isEqualTo("GUARD-EXIT 0");
  }

  @Test
  void stopsAProgramThatSaysNothingMore() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    guest.nextBackup(new Fault.StallAfter(100_000, never));
    try (RunningProgram program = shell().start(node.address(), "backup 100");
        InputStream output = program.output()) {
      byte[] _ = output.readNBytes(1_000);
      assertThat(program.isAlive()).isTrue();

      Thread _ = Thread.ofVirtual().start(program::stop);
      byte[] _ = output.readAllBytes();

      assertThat(program.await().isKnown()).isFalse();
      await().untilAsserted(() -> assertThat(guest.lock()).isNull());
    }
  }

  @Test
  void whoWaitsForAProgramThatDoesNotEndCanBeInterrupted() throws Exception {
    guest.nextBackup(new Fault.StallAfter(100_000, new CountDownLatch(1)));
    try (RunningProgram program = shell().start(node.address(), "backup 100")) {
      byte[] _ = program.output().readNBytes(1_000);
      FutureTask<ProgramExit> waiting = new FutureTask<>(program::await);
      Thread worker = Thread.ofPlatform().start(waiting);

      worker.interrupt();

      assertThat(
              catchThrowableOfType(
                  ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS)))
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void readsAheadNoMoreThanABound() throws Exception {
    guest.drive("scsi1", 32 << 20, 100, 0);
    CountDownLatch reached = new CountDownLatch(1);
    guest.nextBackup(new Fault.StallAfter(16 << 20, reached));
    try (RunningProgram program = shell().start(node.address(), "backup 100")) {
      await().until(() -> program.output().available() > 1 << 19);
      byte[] _ = program.output().readNBytes(1_000);

      await()
          .during(Duration.ofSeconds(1))
          .until(() -> program.output().available(), ahead -> ahead <= 2 << 20);
    } finally {
      reached.countDown();
    }
  }

  @Test
  void refusesAHostWithAnotherKeyAndSaysWhichItShowed() {
    NodeShell other = stranger.shell("pve01");

    Failure refused =
        refusal(shell(cluster.clientKey(), List.of(node.hostKey()), other.port()), other.address());

    assertThat(refused.reason()).isEqualTo(FailureReason.SOURCE_TLS_NOT_TRUSTED);
    assertThat(refused.message())
        .contains("SHA256:")
        .contains(other.hostKey().substring(0, other.hostKey().indexOf(' ')));
    assertThat(other.commands()).isEmpty();
  }

  @Test
  void takesOneOfSeveralHostKeys() throws Exception {
    List<String> keys =
        List.of(stranger.shell("pve01").hostKey(), node.hostKey() + " root@pve01.example.org");
    try (RunningProgram program =
        shell(cluster.clientKey(), keys, node.port()).start(node.address(), "probe")) {
      byte[] _ = program.output().readAllBytes();

      assertThat(program.await().isZero()).isTrue();
    }
  }

  @Test
  void speaksEd25519OnBothSides() throws Exception {
    KeyPair host = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    KeyPair user = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "test", null, key);
    try (SshServer server = SshServer.setUpDefaultServer()) {
      server.setHost("127.0.0.1");
      server.setKeyPairProvider(KeyPairProvider.wrap(host));
      server.setPublickeyAuthenticator(
          (_, shown, _) -> KeyUtils.compareKeys(shown, user.getPublic()));
      server.setCommandFactory((_, command) -> new UnknownCommand(command));
      server.start();

      try (RunningProgram program =
          shell(
                  key.toString(StandardCharsets.US_ASCII),
                  List.of(PublicKeyEntry.toString(host.getPublic())),
                  server.getPort())
              .start("127.0.0.1", "probe")) {
        byte[] _ = program.output().readAllBytes();

        assertThat(program.await().status()).isEqualTo(1);
      }
    }
  }

  @Test
  void saysThatTheKeyWasRefused() {
    Failure refused =
        refusal(shell(stranger.clientKey(), List.of(node.hostKey()), node.port()), node.address());

    assertThat(refused)
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_ACCESS_DENIED,
                "%s:%d refused the SSH key for the user root."
                    .formatted(node.address(), node.port())));
  }

  @Test
  void givesUpAHostThatIsAwayOrSilent() throws Exception {
    int free;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = silent.getLocalPort();
      RemoteShell impatient = shell(cluster.clientKey(), List.of(node.hostKey()), free, 300);
      assertThat(refusal(impatient, "127.0.0.1").reason())
          .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    }
    RemoteShell away = shell(cluster.clientKey(), List.of(node.hostKey()), free);
    assertThat(refusal(away, "127.0.0.1").reason()).isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    assertThat(refusal(away, "pve01.invalid").message()).endsWith("the host name is unknown.");
  }

  @Test
  void refusesKeysThatItCannotReadWithoutRepeatingThem() {
    SourceException unreadable =
        catchThrowableOfType(
            SourceException.class,
            () ->
                new SshRemoteShell(
                    access("-----BEGIN OPENSSH PRIVATE KEY-----\nsecret", node.hostKey()),
                    PATIENCE));
    SourceException hostKey =
        catchThrowableOfType(
            SourceException.class,
            () -> new SshRemoteShell(access(cluster.clientKey(), "SHA256:abc"), PATIENCE));

    assertThat(unreadable.failure().reason()).isEqualTo(FailureReason.SOURCE_ACCESS_DENIED);
    assertThat(unreadable).hasMessageNotContaining("secret").hasNoCause();
    assertThat(hostKey).hasMessageContaining("“SHA256:abc” is not of the form");
  }

  private ProgramExit run() throws Exception {
    try (RunningProgram program = shell().start(node.address(), "backup 100")) {
      drain(program.output());
      return program.await();
    }
  }

  private static void drain(InputStream output) {
    try {
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The exit says what it was.
    }
  }

  private RemoteShell shell() {
    return shell(cluster.clientKey(), List.of(node.hostKey()), node.port());
  }

  private static RemoteShell shell(String key, List<String> hostKeys, int port) {
    return shell(key, hostKeys, port, PATIENCE.toMillis());
  }

  private static RemoteShell shell(String key, List<String> hostKeys, int port, long millis) {
    try {
      return new SshRemoteShell(
          new SshAccess("root", SecretBytes.ofUtf8(key), hostKeys, port),
          Duration.ofMillis(millis));
    } catch (SourceException e) {
      throw new IllegalStateException(e);
    }
  }

  private SshAccess access(String key, String hostKey) {
    return new SshAccess("root", SecretBytes.ofUtf8(key), List.of(hostKey), node.port());
  }

  private static Failure refusal(RemoteShell shell, String host) {
    return catchThrowableOfType(SourceException.class, () -> shell.start(host, "probe")).failure();
  }
}
