package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.HostName;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.source.TlsSpec;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An existing database server.
 *
 * @param host name or address
 * @param port TCP port; null means the usual one of the product
 * @param credentialsRef Secret with the keys {@code username} and {@code password}
 * @param tls how the connection is protected; null means {@link TlsSpec.Mode#PREFER}
 * @param rename names that databases get in place of their own
 */
@ApiObject
public record DatabaseTarget(
    @JsonPropertyDescription(
            "Name or address of the server, as a pod of this namespace reaches it.")
        @Required
        @HostName
        String host,
    @JsonPropertyDescription(
            "TCP port of the server. Without it, 5432 for PostgreSQL and 3306 for MariaDB.")
        @Min(1)
        @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription(
            "Secret with the keys username and password. The user must be allowed to make"
                + " databases: the guide lists its grants.")
        @Required
        LocalRef credentialsRef,
    @JsonPropertyDescription(
            "How the connection is protected. Without it, TLS is used where the server offers it,"
                + " and no certificate is checked.")
        @Nullable TlsSpec tls,
    @JsonPropertyDescription(
            "Names that databases get in place of their own, for example to restore beside one that"
                + " is in use.")
        @Size(min = 1, max = 40)
        @ListMap("target")
        @ValidationRule(
            value = "self.all(r, self.exists_one(o, o.to == r.to))",
            message = "two databases can't get one name: each 'to' of rename must be another")
        List<Rename> rename)
    implements RestoreTarget.Kind {

  public DatabaseTarget {
    rename = rename == null ? List.of() : List.copyOf(rename);
  }

  /**
   * A database under another name.
   *
   * @param target name that it had
   * @param to name that it gets
   */
  @ApiObject
  public record Rename(
      @JsonPropertyDescription("Name of the target, which is the name that the database had.")
          @Required
          @Size(min = 1, max = 128)
          String target,
      @JsonPropertyDescription("Name that the restored database gets.")
          @Required
          @Size(min = 1, max = 64)
          String to) {}
}
