package dev.salvaguarda.testkit.proxmox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** One program that was run on a node, to its end. */
final class ShellSession {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final @Nullable Integer exitStatus;
  private final byte[] output;
  private final String log;

  private ShellSession(@Nullable Integer exitStatus, byte[] output, String log) {
    this.exitStatus = exitStatus;
    this.output = output;
    this.log = log;
  }

  /** Null where none came. */
  @Nullable Integer exitStatus() {
    return exitStatus;
  }

  byte[] output() {
    return output;
  }

  /** Standard error. */
  String log() {
    return log;
  }

  static ShellSession run(ProxmoxCluster cluster, String node, String command) throws Exception {
    return run(cluster, node, command, new byte[0]);
  }

  static ShellSession run(ProxmoxCluster cluster, String node, String command, byte[] input)
      throws Exception {
    NodeShell shell = cluster.shell(node);
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier(
          (_, _, key) -> PublicKeyEntry.toString(key).equals(shell.hostKey()));
      client.start();
      try (ClientSession session =
          client.connect("root", shell.address(), shell.port()).verify(PATIENCE).getSession()) {
        SecurityUtils.loadKeyPairIdentities(
                session,
                null,
                new ByteArrayInputStream(cluster.clientKey().getBytes(StandardCharsets.US_ASCII)),
                null)
            .forEach(session::addPublicKeyIdentity);
        session.auth().verify(PATIENCE);
        return run(session, command, input);
      }
    }
  }

  private static ShellSession run(ClientSession session, String command, byte[] input)
      throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (ChannelExec channel = session.createExecChannel(command)) {
      channel.setIn(new ByteArrayInputStream(input));
      channel.setOut(output);
      channel.setErr(errors);
      channel.open().verify(PATIENCE);
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
      return new ShellSession(
          channel.getExitStatus(), output.toByteArray(), errors.toString(StandardCharsets.UTF_8));
    }
  }
}
