package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A path that begins with a slash and does not climb; short enough to be the name of a target,
 * which statuses and labels of snapshots repeat.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 240)
@ValidationRule(
    value = "self.startsWith('/') && !self.matches('(^|/)[.][.](/|$)')",
    message = "must be an absolute path without '..', for example /srv/share")
public @interface AbsolutePath {}
