package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** URL of an S3 service: scheme, host and perhaps a port. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 512)
@ValidationRule(
    value =
        "self.matches('^https?://([A-Za-z0-9_-]{1,63}([.][A-Za-z0-9_-]{1,63})*[.]?|[[][0-9A-Fa-f:.]+[]])(:[0-9]{1,5})?/?$')",
    message =
        "must be a URL with http:// or https://, a host and perhaps a port, and nothing"
            + " else, for example https://s3.example.org or http://minio.storage.svc:9000")
@ValidationRule(
    value =
        "!isURL(self) || url(self).getPort() == '' || (int(url(self).getPort()) >= 1 &&"
            + " int(url(self).getPort()) <= 65535)",
    message = "must have a port between 1 and 65535, if it has one")
public @interface S3Endpoint {}
