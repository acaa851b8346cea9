package dev.salvaguarda.controller.worker.manifest;

/** Where things lie in a worker's container. */
public final class WorkerPaths {
  public static final String ORDER = "/salvaguarda/order";
  public static final String ORDER_KEY = "order.json";
  public static final String SECRETS = "/salvaguarda/secrets/";
  public static final String FILES = "/salvaguarda/source/files";
  public static final String SPOOL = "/salvaguarda/source/spool";
  public static final String TARGET_FILES = "/salvaguarda/target/files";
  public static final String EXCHANGE = "/salvaguarda/exchange";
  public static final String SCRATCH = "/salvaguarda/scratch";
  public static final String TERMINATION_MESSAGE = "/dev/termination-log";

  public static final String ACCESS_KEY = "access-key";
  public static final String SECRET_KEY = "secret-key";
  public static final String SESSION_TOKEN = "session-token";
  public static final String PASSWORD = "password";
  public static final String CA = "ca.crt";

  private WorkerPaths() {}
}
