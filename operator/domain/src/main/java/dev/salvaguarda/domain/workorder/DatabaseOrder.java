package dev.salvaguarda.domain.workorder;

import java.util.List;

/** Databases of one server: what all products have in common. */
public sealed interface DatabaseOrder extends SourceOrder.Kind
    permits PostgresqlOrder, MariadbOrder {

  /** Name or address. */
  String host();

  /** TCP port. */
  int port();

  /** Names; empty means all. */
  List<String> databases();

  /** Names left out of "all". */
  List<String> excludeDatabases();

  /** File with the user's name. */
  String usernameFile();

  /** File with its password. */
  String passwordFile();

  /** How the connection is protected. */
  TlsOrder tls();

  /** Into pieces of which size dumps are cut. */
  ChunkSize chunkSize();
}
