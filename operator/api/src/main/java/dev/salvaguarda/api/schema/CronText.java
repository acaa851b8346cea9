package dev.salvaguarda.api.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Five fields that say when something is due: minute, hour, day of month, month, day of week. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Size(max = 100)
@ValidationRule(
    value = "self.matches('^ *[^ ]+( +[^ ]+){4} *$')",
    message =
        "must have exactly five fields (minute, hour, day of month, month, day of week), for"
            + " example \"0 22 * * *\"")
@ValidationRule(
    value = "self.matches('^[0-9A-Za-z*/,#? -]*$')",
    message =
        "may hold digits, names of months and days, and * / , - only, for example"
            + " \"0 22 * * MON-FRI\"")
public @interface CronText {}
