package dev.symbio.gateway.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.symbio.platform.personal.Mark;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON body strictly. Text that is no JSON is reported with line and column, JSON of another form with a pointer
 * to the place.
 */
public final class JsonBody<T> {
    private static final int MAX_QUOTED_CHARS = 100;
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final Class<T> type;
    private final ObjectReader reader;
    private final RequiredFields required;

    public JsonBody(Class<T> type) {
        this.type = type;
        reader = RequestJson.MAPPER.readerFor(type);
        required = new RequiredFields(type);
    }

    /** @param bytes an empty body counts as {@code {}}, for the commands that say all in their path */
    public T read(byte[] bytes) {
        return bytes.length == 0 ? read(EMPTY_OBJECT, 0, EMPTY_OBJECT.length) : read(bytes, 0, bytes.length);
    }

    /** Reads a part of the bytes, such as one line. */
    public T read(byte[] bytes, int from, int to) {
        if (hasZero(bytes, from, to)) {
            // Jackson would take it for UTF-16 or UTF-32, in which nobody has looked for marks
            throw Problems.MALFORMED_BODY.because("Expected JSON in UTF-8 but got a byte that is 0.");
        }
        if (Mark.isInJson(bytes, from, to)) {
            throw invalid(Problem.Fault.at("", "field.value", "Expected no character " + Mark.OPENS + "."));
        }
        T body;
        try {
            body = reader.readValue(bytes, from, to - from);
        } catch (IOException | RuntimeException e) {
            throw explained(e);
        }
        if (body == null) {
            throw invalid(Problem.Fault.at("", "field.type", "Expected an object but got null."));
        }
        List<Problem.Fault> missing = required.missingIn(body);
        if (!missing.isEmpty()) {
            throw Problems.INVALID_BODY.because("Expected all required fields.", missing);
        }
        return body;
    }

    private static boolean hasZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private ProblemException explained(Exception e) {
        StreamReadException notJson = causeIn(e, StreamReadException.class);
        // a number too large for its field is JSON all the same
        if (notJson != null && !(notJson instanceof InputCoercionException)) {
            return malformed(notJson);
        }
        if (e instanceof JsonMappingException mapping) {
            return invalid(fault(mapping));
        }
        // a character encoding that is none, or a value that a constructor could not bear
        return Problems.MALFORMED_BODY.because(
                "Expected JSON in UTF-8 that can be read as " + type.getSimpleName() + ".");
    }

    private static ProblemException malformed(StreamReadException e) {
        JsonLocation at = e.getLocation();
        String said = shortened(e.getOriginalMessage());
        String code = said.startsWith("Duplicate field")
                ? "json.duplicate-field"
                : said.startsWith("Trailing token") ? "json.trailing-content" : "json.malformed";
        Problem.Fault fault = at == null
                ? Problem.Fault.at("", code, said)
                : Problem.Fault.inText(Math.max(at.getLineNr(), 1), Math.max(at.getColumnNr(), 1), code, said);
        return Problems.MALFORMED_BODY.because("Expected JSON but could not read on: " + said, List.of(fault));
    }

    private static Problem.Fault fault(JsonMappingException e) {
        String pointer = pointer(e.getPath());
        if (e instanceof PropertyBindingException unknown) {
            TreeSet<String> known = new TreeSet<>();
            if (unknown.getKnownPropertyIds() != null) {
                unknown.getKnownPropertyIds().forEach(name -> known.add(String.valueOf(name)));
            }
            return Problem.Fault.at(
                    pointer,
                    "field.unknown",
                    "There is no field " + quoted(unknown.getPropertyName()) + " here. Expected one of "
                            + String.join(", ", known) + ".");
        }
        if (e instanceof InvalidFormatException format) {
            return Problem.Fault.at(
                    pointer,
                    format.getTargetType() == String.class ? "field.type" : "field.value",
                    "Expected " + Expected.of(format.getTargetType()) + " but got " + quoted(format.getValue()) + ".");
        }
        if (e instanceof ValueInstantiationException refused) {
            return Problem.Fault.at(pointer, "field.value", reasonOf(refused));
        }
        if (e instanceof MismatchedInputException mismatch) {
            return mismatch(pointer, mismatch);
        }
        if (e.getCause() instanceof InputCoercionException tooLarge) {
            return Problem.Fault.at(
                    pointer, "field.value", "Expected " + Expected.of(tooLarge.getTargetType()) + " that is smaller.");
        }
        return Problem.Fault.at(pointer, "field.value", reasonOf(e));
    }

    private static Problem.Fault mismatch(String pointer, MismatchedInputException e) {
        String said = e.getOriginalMessage();
        if (said.startsWith("Trailing token")) {
            return Problem.Fault.at(pointer, "json.trailing-content", "Expected one JSON value but more follows.");
        }
        if (said.startsWith("Missing required creator property")) {
            return Problem.Fault.at(pointer, "field.missing", "Expected a value but got none.");
        }
        return Problem.Fault.at(pointer, "field.type", "Expected " + Expected.of(e.getTargetType()) + ".");
    }

    /** What a constructor or parser of ours had to say; anything else's words would tell class names. */
    private static String reasonOf(JsonMappingException e) {
        Throwable cause = e.getCause();
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? shortened(cause.getMessage())
                : "Expected an acceptable value.";
    }

    private static ProblemException invalid(Problem.Fault fault) {
        String place = fault.pointer().isEmpty() ? "the body" : fault.pointer();
        return Problems.INVALID_BODY.because("At " + place + ": " + fault.detail(), List.of(fault));
    }

    static String pointer(List<JsonMappingException.Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            pointer.append('/');
            if (step.getFieldName() != null) {
                pointer.append(shortened(step.getFieldName()).replace("~", "~0").replace("/", "~1"));
            } else {
                pointer.append(step.getIndex());
            }
        }
        return pointer.toString();
    }

    private static <X extends Throwable> @Nullable X causeIn(Throwable e, Class<X> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    private static String quoted(@Nullable Object value) {
        return value == null ? "null" : '"' + shortened(String.valueOf(value)) + '"';
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_QUOTED_CHARS ? line : line.substring(0, MAX_QUOTED_CHARS) + "...";
    }
}
