package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.HostName;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Databases of one MariaDB or MySQL server.
 *
 * @param host name or address
 * @param port TCP port; {@link #DEFAULT_PORT} when not given
 * @param databases names; empty means all but the server's own schemas
 * @param excludeDatabases names left out of "all"
 * @param credentialsRef Secret with the keys {@link DatabaseCredentials#USERNAME} and {@link
 *     DatabaseCredentials#PASSWORD}
 * @param tls how the connection is protected; null means {@link TlsSpec.Mode#PREFER}
 * @param globals whether accounts and roles are a target of their own; true when not given
 * @param chunkSize of dumps; {@link DumpChunkSize#KIB_16} when not given
 */
@ApiObject
@ValidationRule(
    value = "!has(self.databases) || !has(self.excludeDatabases)",
    message =
        "excludeDatabases has an effect only without databases: name the databases to copy, or the"
            + " ones to leave out of all, not both")
@ValidationRule(
    value = "!has(self.tls) || self.tls.mode != 'VerifyCA'",
    message =
        "VerifyCA can't be held for MariaDB, whose client checks the authority only together with"
            + " the host name: use VerifyFull")
public record MariadbSource(
    @JsonPropertyDescription(
            "Name or address of the server, as a pod of this namespace reaches it.")
        @Required
        @HostName
        String host,
    @JsonPropertyDescription("TCP port of the server.") @Default("3306") @Min(1) @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "Names of the databases to copy, each a target of its own. Without it: all but the server's own schemas, found"
                + " out anew by every run.")
        @Size(min = 1, max = 200)
        @ListSet
        List<@Size(min = 1, max = 64) String> databases,
    @JsonPropertyDescription("Names of databases that are left out when no databases are named.")
        @Size(min = 1, max = 200)
        @ListSet
        List<@Size(min = 1, max = 64) String> excludeDatabases,
    @JsonPropertyDescription(
            "Secret with the keys username and password. The user needs to read only: the guide lists its grants.")
        @Required
        LocalRef credentialsRef,
    @JsonPropertyDescription(
            "How the connection is protected. Without it, TLS is used where the server offers it,"
                + " and no certificate is checked. There is no VerifyCA for MariaDB: its client"
                + " checks the authority only together with the host name. Require keeps out who"
                + " listens, not who can change traffic.")
        @Nullable TlsSpec tls,
    @JsonPropertyDescription(
            "Whether the server's accounts, roles and their grants are copied as well, as a target"
                + " named globals. Needs an account that may read all databases.")
        @Default("true")
        Boolean globals,
    @JsonPropertyDescription(
            "Average size of the pieces in which dumps are stored, 16Ki or 8Ki. With 8Ki, updates"
                + " that scatter over whole tables cost about a third less; rows that are only"
                + " added cost more. A change stores every dump anew once.")
        @Default("16Ki")
        DumpChunkSize chunkSize)
    implements SourceSpec.Kind {

  /** The port of a server that was set up as usual. */
  public static final int DEFAULT_PORT = 3306;

  public MariadbSource {
    chunkSize = chunkSize == null ? DumpChunkSize.KIB_16 : chunkSize;
    port = port == null ? DEFAULT_PORT : port;
    databases = databases == null ? List.of() : List.copyOf(databases);
    excludeDatabases = excludeDatabases == null ? List.of() : List.copyOf(excludeDatabases);
    globals = globals == null || globals;
  }
}
