package dev.salvaguarda.controller.run.manifest;

/** Where things lie in a worker's container. */
final class WorkerPaths {
  static final String ORDER = "/salvaguarda/order";
  static final String ORDER_KEY = "order.json";
  static final String REPOSITORY = "/salvaguarda/secrets/repository";
  static final String REPOSITORY_CA = "/salvaguarda/secrets/repository-ca";
  static final String SOURCE = "/salvaguarda/secrets/source";
  static final String SOURCE_CA = "/salvaguarda/secrets/source-ca";
  static final String FILES = "/salvaguarda/source/files";
  static final String SCRATCH = "/salvaguarda/scratch";
  static final String TERMINATION_MESSAGE = "/dev/termination-log";

  static final String ACCESS_KEY = "access-key";
  static final String SECRET_KEY = "secret-key";
  static final String SESSION_TOKEN = "session-token";
  static final String PASSWORD = "password";
  static final String CA = "ca.crt";

  private WorkerPaths() {}
}
