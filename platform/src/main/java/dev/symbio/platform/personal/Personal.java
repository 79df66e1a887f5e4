package dev.symbio.platform.personal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a text of an event that is about a person or written by one. It is stored under that person's data key: whose it is, says
 * {@link #of}; otherwise it is whoever caused the event.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Personal {
    /** The component of the same record that names the person, in the entity's tenant. */
    String of() default "";
}
