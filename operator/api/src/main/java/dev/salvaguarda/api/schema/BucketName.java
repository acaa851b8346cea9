package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Name of an S3 bucket. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 63)
@ValidationRule(
    value = "self.matches('^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$')",
    message =
        "must be a bucket name: 3 to 63 lower-case letters, digits, hyphens and dots,"
            + " beginning and ending with a letter or digit")
public @interface BucketName {}
