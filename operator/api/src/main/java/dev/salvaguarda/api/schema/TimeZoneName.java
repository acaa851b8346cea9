package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The IANA name of a time zone. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 64)
@ValidationRule(
    value = "self.matches('^[A-Za-z]+([_+-]?[A-Za-z0-9]+)*(/[A-Za-z0-9_+-]+){0,2}$')",
    message = "must be the IANA name of a time zone, for example America/Fortaleza or Etc/UTC")
@ValidationRule(
    value = "self != 'Local'",
    message = "must not be Local: say which zone, for example America/Fortaleza")
public @interface TimeZoneName {}
