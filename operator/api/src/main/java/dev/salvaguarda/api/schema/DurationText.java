package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A length of time greater than zero, such as {@code 90s}, {@code 1h30m} or {@code 14d}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 32)
@ValidationRule(
    value =
        "self.matches('^([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$')"
            + " && self.matches('[1-9]')",
    message =
        "must be a duration greater than zero: whole numbers with the units d, h, m and s, largest"
            + " first, for example 90s, 30m, 1h30m or 14d")
public @interface DurationText {}
