package dev.salvaguarda.testkit.proxmox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** The SSH servers of all nodes, on one port, and the key that each of them lets in. */
final class NodeShells implements AutoCloseable {
  private static final int ATTEMPTS = 20;
  private static final int KEY_BITS = 256;

  private final KeyPair clientKey = newKey();
  private final Map<String, NodeShell> shells = new LinkedHashMap<>();

  private NodeShells() {}

  /**
   * Starts them on one port that is free at every address.
   *
   * @param commands what each node does, the first node first
   */
  static NodeShells start(Map<String, ForcedCommand> commands) {
    for (int attempt = 1; ; attempt++) {
      NodeShells shells = new NodeShells();
      try {
        shells.startAll(commands);
        return shells;
      } catch (UncheckedIOException e) {
        shells.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void startAll(Map<String, ForcedCommand> commands) {
    int port = 0;
    for (Map.Entry<String, ForcedCommand> node : commands.entrySet()) {
      NodeShell shell =
          new NodeShell(
              NodeAddress.of(shells.size()),
              newKey(),
              List.of(clientKey.getPublic()),
              node.getValue());
      shells.put(node.getKey(), shell);
      shell.start(port);
      port = shell.port();
    }
  }

  NodeShell of(String node) {
    NodeShell shell = shells.get(node);
    if (shell == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return shell;
  }

  /** In the form of OpenSSH. */
  String clientKey() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(clientKey, "test", null, text);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return text.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    shells.values().forEach(NodeShell::close);
  }

  private static KeyPair newKey() {
    try {
      return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, KEY_BITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
