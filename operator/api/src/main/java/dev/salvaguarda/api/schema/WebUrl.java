package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An http or https URL without user, password or fragment: what this takes, a client can ask. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@ValidationRule(
    value = "self.matches(r\"" + WebUrl.PATTERN + "\")",
    message =
        "must be an http or https URL without user, password, blanks and fragment, for"
            + " example https://glpi.example.org/maintenance; other characters as %20")
public @interface WebUrl {
  /** A part of a host's name. */
  String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

  /** One that begins with a digit is none to the client, nor is a number an address. */
  String LAST_LABEL = "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

  /** A number of an address. */
  String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /** Those that there are. */
  String PORT =
      "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

  /** RFC 3986, without what nobody needs here. */
  String PATTERN =
      "^https?://(("
          + LABEL
          + "[.])*"
          + LAST_LABEL
          + "|"
          + OCTET
          + "([.]"
          + OCTET
          + "){3}|\\[[0-9A-Fa-f:.]+\\])(:"
          + PORT
          + ")?([/?]([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$";
}
