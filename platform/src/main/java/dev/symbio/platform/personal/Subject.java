package dev.symbio.platform.personal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a text of an event that names a member of a tenant. The name is stored as the id of that person's data key. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Subject {
    /** The component of the same record that tells the tenant; by default it is the entity's. */
    String in() default "";

    /** Whether it is the tenant of whoever causes the event. */
    boolean ofActor() default false;
}
