package dev.symbio.platform.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.datatype.pcollections.PCollectionsModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import dev.symbio.platform.personal.PersonalModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The one JSON mapper. No class names in the data, unknown and repeated fields refused, instants as ISO-8601 text,
 * decimals as text when written ({@code "50000.00"}, so that no reader loses a digit) and as text or number when read.
 * A record is written by its components alone, never by methods that look like getters.
 * Bytes are canonical: fields in declaration order, maps in key order, no spaces.
 */
public final class Json {
    private static final int MAX_NESTING = 64;
    private static final int MAX_NUMBER_CHARS = 100;
    private static final int MAX_STRING_CHARS = 16 << 20;

    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .maxStringLength(MAX_STRING_CHARS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .addModule(new PCollectionsModule())
            .addModule(new ParameterNamesModule())
            .addModule(new PersonalModule())
            .addModule(new SimpleModule("decimals-as-text")
                    .addSerializer(BigDecimal.class, new PlainDecimal())
                    .addDeserializer(BigDecimal.class, new BoundedDecimal()))
            .addModule(new SimpleModule("fast-instants")
                    .addSerializer(Instant.class, new WrittenInstant())
                    .addDeserializer(Instant.class, new FastInstant()))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.AUTO_DETECT_GETTERS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private Json() {}

    /** For a column or a message: what is written there is ours, so that it not being possible is a defect. */
    public static String written(Object value) {
        return written(MAPPER.writer(), value);
    }

    /** The same, written in a way of its own. */
    public static String written(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written as JSON.", e);
        }
    }

    /** From a column that {@link #written} filled. */
    public static <T> T read(String column, Class<T> type) {
        return read(MAPPER.readerFor(type), column);
    }

    public static <T> T read(String column, TypeReference<T> type) {
        return read(MAPPER.readerFor(type), column);
    }

    /** The same, read in a way of its own. */
    public static <T> T read(ObjectReader reader, String column) {
        try {
            return reader.readValue(column);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A column does not hold a " + reader.getValueType().toCanonical() + ".", e);
        }
    }

    private static final class PlainDecimal extends ToStringSerializerBase {
        private static final long serialVersionUID = 1L;

        PlainDecimal() {
            super(BigDecimal.class);
        }

        @Override
        public String valueToString(Object value) {
            return ((BigDecimal) value).toPlainString();
        }
    }

    /** Reads a decimal from a number or a text; bounded, because {@code 1e999999999} written out fills any memory. */
    private static final class BoundedDecimal extends StdScalarDeserializer<BigDecimal> {
        private static final long serialVersionUID = 1L;
        private static final int MAX_DIGITS = 40;

        BoundedDecimal() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text =
                    switch (parser.currentToken()) {
                        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> parser.getText();
                        default -> null;
                    };
            if (text == null) {
                return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
            }
            try {
                BigDecimal value = new BigDecimal(text);
                if (value.precision() <= MAX_DIGITS && Math.abs(value.scale()) <= MAX_DIGITS) {
                    return value;
                }
            } catch (NumberFormatException notANumber) {
                // reported below, like a number that is too long
            }
            return (BigDecimal) context.handleWeirdStringValue(
                    BigDecimal.class, text, "expected a decimal number of at most %d digits", MAX_DIGITS);
        }
    }

    private static final class WrittenInstant extends ToStringSerializerBase {
        private static final long serialVersionUID = 1L;

        WrittenInstant() {
            super(Instant.class);
        }

        @Override
        public String valueToString(Object value) {
            return InstantText.format((Instant) value);
        }
    }

    /** Batches of facts are mostly instants, and the general parser was most of what reading them cost. */
    private static final class FastInstant extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        FastInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(Instant.class, parser);
            }
            try {
                return InstantText.parse(parser.getText());
            } catch (DateTimeException notAnInstant) {
                return (Instant) context.handleWeirdStringValue(
                        Instant.class, parser.getText(), "expected an instant like 2026-03-01T08:00:00Z");
            }
        }
    }
}
