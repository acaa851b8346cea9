package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A number of bytes greater than zero as a Kubernetes quantity, such as {@code 50Mi}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@ValidationRule(
    value =
        "type(self) == int ? self > 0 : string(self).matches('^[0-9]{1,15}([.][0-9]{1,3})?([kMGTPE]|[KMGTPE]i)?$')"
            + " && string(self).matches('[1-9]')",
    message =
        "must be a size greater than zero: a number of bytes, perhaps with a unit (Ki, Mi, Gi, Ti or"
            + " k, M, G, T), for example 50Mi")
public @interface SizeText {}
