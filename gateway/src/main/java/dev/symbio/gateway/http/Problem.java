package dev.symbio.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes out when something went wrong: RFC 9457, with a code for programs and the places at fault.
 *
 * @param type {@code urn:symbio:problem:<code>}
 * @param code stable: {@code request.invalid-body}, {@code sla.period-already-closed}
 * @param detail a sentence for people, about this very occurrence
 * @param instance the path that was asked for
 * @param errors the places in the input that are at fault; absent when there is no such place. The first hundred, if
 *     there are more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable String instance,
        @Nullable List<Fault> errors) {
    static final String TYPE_PREFIX = "urn:symbio:problem:";

    /**
     * One place at fault. Which of the first four is there depends on what the input is.
     *
     * @param pointer JSON Pointer (RFC 6901) into a JSON body
     * @param line line of a body that is read by lines, or that is no JSON; counted from 1
     * @param column character within the line, counted from 1
     * @param parameter name of a query parameter
     * @param id the row's own id, when the row has a readable one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fault(
            @Nullable String pointer,
            @Nullable Long line,
            @Nullable Integer column,
            @Nullable String parameter,
            @Nullable String id,
            String code,
            String detail) {
        public static Fault at(String pointer, String code, String detail) {
            return new Fault(pointer, null, null, null, null, code, detail);
        }

        public static Fault inLine(long line, @Nullable String id, String code, String detail) {
            return new Fault(null, line, null, null, id, code, detail);
        }

        static Fault inText(long line, int column, String code, String detail) {
            return new Fault(null, line, column, null, null, code, detail);
        }

        public static Fault inParameter(String name, String code, String detail) {
            return new Fault(null, null, null, name, null, code, detail);
        }
    }
}
