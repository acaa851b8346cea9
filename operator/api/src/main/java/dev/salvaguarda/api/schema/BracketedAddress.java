package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A URL whose host, if it stands in brackets, is an IPv6 address. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@ValidationRule(
    value = "!self.contains('[') || self.matches(r'" + BracketedAddress.PATTERN + "')",
    message = "must have an IPv6 address between the brackets, for example [2001:db8::1]")
public @interface BracketedAddress {
  String WORD = "[0-9A-Fa-f]{1,4}";

  /**
   * Eight words, or fewer around a pair of colons. The functions of CEL cost more than a list may.
   */
  String PATTERN =
      "^[^\\[]*\\[("
          + "("
          + WORD
          + ":){7}"
          + WORD
          + "|("
          + WORD
          + ":){1,7}:"
          + "|("
          + WORD
          + ":){1,6}:"
          + WORD
          + "|("
          + WORD
          + ":){1,5}(:"
          + WORD
          + "){1,2}"
          + "|("
          + WORD
          + ":){1,4}(:"
          + WORD
          + "){1,3}"
          + "|("
          + WORD
          + ":){1,3}(:"
          + WORD
          + "){1,4}"
          + "|("
          + WORD
          + ":){1,2}(:"
          + WORD
          + "){1,5}"
          + "|"
          + WORD
          + ":(:"
          + WORD
          + "){1,6}"
          + "|:((:"
          + WORD
          + "){1,7}|:)"
          + ")\\]";
}
