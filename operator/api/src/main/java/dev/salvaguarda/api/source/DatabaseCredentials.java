package dev.salvaguarda.api.source;

/** Keys of a Secret with a database user's credentials. */
public final class DatabaseCredentials {
  private DatabaseCredentials() {}

  /** Key with the user's or role's name. */
  public static final String USERNAME = "username";

  /** Key with its password. */
  public static final String PASSWORD = "password";
}
