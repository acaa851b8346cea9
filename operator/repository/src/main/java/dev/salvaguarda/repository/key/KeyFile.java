package dev.salvaguarda.repository.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.crypto.ScryptParameters;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The JSON form of a key file; the binary parts are in Base64. */
record KeyFile(
    Instant created,
    String username,
    String hostname,
    String kdf,
    @JsonProperty("N") int n,
    int r,
    int p,
    String salt,
    String data) {

  private static final String SCRYPT = "scrypt";

  /** The JSON form of a master key, inside {@code data}. */
  private record Master(Mac mac, String encrypt) {}

  /** The JSON form of an authentication key. */
  private record Mac(String k, String r) {}

  static KeyFile wrap(CipherKey master, SecretBytes password, RepositoryContext context) {
    ScryptParameters scrypt = ScryptParameters.fresh(context);
    byte[] plain =
        Json.write(
            new Master(
                new Mac(base64(master.macKPart()), base64(master.macRPart())),
                base64(master.encryptPart())));
    byte[] sealed = scrypt.derive(password, context).seal(plain);
    Arrays.fill(plain, (byte) 0);
    Actor actor = context.actor();
    return new KeyFile(
        context.clock().instant(),
        actor.username(),
        actor.hostname(),
        SCRYPT,
        scrypt.n(),
        scrypt.r(),
        scrypt.p(),
        base64(scrypt.salt()),
        base64(sealed));
  }

  /** The master key, or empty if this key file belongs to another password. */
  Optional<CipherKey> unwrap(SecretBytes password, RepositoryContext context) {
    if (!SCRYPT.equals(kdf)) {
      throw new RepositoryException(
          Reason.UNSUPPORTED, "A key file uses a key derivation other than scrypt.");
    }
    byte[] sealed = bytes(data);
    return new ScryptParameters(n, r, p, bytes(salt))
        .derive(password, context)
        .open(sealed, 0, sealed.length)
        .map(plain -> masterKey(plain, context.random()));
  }

  private static CipherKey masterKey(byte[] plain, SecureRandom random) {
    Master master = Json.read(plain, Master.class, "master key");
    Arrays.fill(plain, (byte) 0);
    return new CipherKey(
        bytes(master.encrypt()), bytes(master.mac().k()), bytes(master.mac().r()), random);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(Reason.CORRUPT, "A key file is damaged.", e);
    }
  }
}
