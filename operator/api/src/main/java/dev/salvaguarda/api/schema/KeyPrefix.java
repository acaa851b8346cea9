package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Folder inside a bucket, without slash at either end. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 512)
@ValidationRule(
    value = "!self.startsWith('/') && !self.endsWith('/') && !self.contains('//')",
    message =
        "must not begin or end with a slash, nor have two in a row; for example"
            + " finance/payroll")
@ValidationRule(
    value = "!self.matches('(^|/)[.][.]?(/|$)')",
    message = "must not have . or .. between slashes; for example finance/payroll")
public @interface KeyPrefix {}
