package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Words that a person writes for others to read. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@ValidationRule(
    value = "self.matches(r'[\\p{L}\\p{N}\\p{P}\\p{S}]')",
    message = "must say something: blanks alone are no text")
public @interface ToldText {}
