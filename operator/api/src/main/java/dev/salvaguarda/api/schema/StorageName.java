package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A storage of a Proxmox VE host, as its storage.cfg names it. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(min = 2, max = 100)
@ValidationRule(
    value = "self.matches('^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]$')",
    message = "must be the name of a storage of the host, for example local-lvm")
public @interface StorageName {}
