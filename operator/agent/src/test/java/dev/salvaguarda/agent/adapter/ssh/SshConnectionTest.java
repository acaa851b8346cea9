package dev.salvaguarda.agent.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.jupiter.api.Test;

class SshConnectionTest {
  @Test
  void ciphersThatProcessorsHaveInstructionsForAreAskedForFirstAndNoneIsLeftOut() throws Exception {
    KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    KnownHostKeys known = KnownHostKeys.parse(List.of(PublicKeyEntry.toString(key.getPublic())));
    SshConnection connection = new SshConnection(known, key);
    try {
      assertThat(connection.client().getCipherFactoriesNames())
          .startsWith("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
          .contains("chacha20-poly1305@openssh.com", "aes128-ctr", "aes256-ctr");
    } finally {
      connection.close();
    }
  }
}
