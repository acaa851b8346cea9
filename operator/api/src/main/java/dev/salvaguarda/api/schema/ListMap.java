package dev.salvaguarda.api.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list whose items are told apart by these fields: two of the same are refused, and server-side
 * apply merges item by item.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface ListMap {
  /** Names of the fields, each of them required or with a default. */
  String[] value();
}
