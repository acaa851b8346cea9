package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An https URL of a host, beside what {@link WebUrl} and {@link BracketedAddress} ask of it. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 512)
@ValidationRule(
    value = "self.matches(r\"^https://[^/?]+/?$\")",
    message =
        "must be an https URL of a host and perhaps a port, and nothing else, for example"
            + " https://pve01.example.org:8006")
public @interface HostUrl {}
