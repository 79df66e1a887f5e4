package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Why a command was refused. It becomes a problem+json answer.
 *
 * @param code stable, for programs: {@code sla.period-already-closed}
 * @param reason decides the HTTP status
 * @param message for people: "Expected ... but ..."
 * @param errors the places in the input that are at fault; may be empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Rejection(String code, Reason reason, String message, List<Fault> errors) {
    public enum Reason {
        /** The input is well-formed but breaks a rule: 422. */
        INVALID,
        /** The entity is not in a state that allows this: 409. */
        CONFLICT,
        /** The principal sees the entity but may not do this: 403. */
        FORBIDDEN,
        /** It does not exist, or the principal may not see that it does: 404. */
        NOT_FOUND
    }

    /**
     * One fault in the input.
     *
     * @param pointer JSON Pointer (RFC 6901) into the request body, such as {@code /terms/credits/tiers/1/from}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fault(String pointer, String code, String detail) {}

    public Rejection {
        // left out of JSON when there are none
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public static Rejection invalid(String code, String message, Fault... errors) {
        return new Rejection(code, Reason.INVALID, message, List.of(errors));
    }

    public static Rejection invalid(String code, String message, List<Fault> errors) {
        return new Rejection(code, Reason.INVALID, message, errors);
    }

    public static Rejection conflict(String code, String message) {
        return new Rejection(code, Reason.CONFLICT, message, List.of());
    }

    public static Rejection forbidden(String code, String message) {
        return new Rejection(code, Reason.FORBIDDEN, message, List.of());
    }

    public static Rejection notFound(String code, String message) {
        return new Rejection(code, Reason.NOT_FOUND, message, List.of());
    }
}
