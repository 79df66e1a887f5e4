package dev.symbio.ops.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which columns of a file are what, and what is promised about them. A column is named as in the header; {@code #2} is the
 * second one, whatever its name, for columns without any.
 *
 * @param json as it was read; the same mapping and rows always lead to the same commitment
 * @param streamPrefix put before the machine's id
 * @param time parses days, or days with a time
 * @param columns by field
 * @param promises as the API takes them, but with a field in place of source and trigger
 */
record TelemetryMapping(
        JsonNode json,
        String vendor,
        String customerName,
        String name,
        String streamColumn,
        String streamPrefix,
        String timeColumn,
        DateTimeFormatter time,
        ZoneId zone,
        Map<String, Field> columns,
        String tolerance,
        List<ObjectNode> promises) {

    record Field(String column, String unit) {}

    /** @throws UnusableFile when it is missing or says too little */
    static TelemetryMapping read(Path file) {
        try {
            return of(file, Json.MAPPER.readTree(Files.readString(file)));
        } catch (NoSuchFileException missing) {
            throw new UnusableFile("There is no file " + file + ".", missing);
        } catch (JsonProcessingException notJson) {
            throw new UnusableFile(
                    file + ", line " + notJson.getLocation().getLineNr() + ": expected JSON but: "
                            + notJson.getOriginalMessage(),
                    notJson);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + file + " but: " + unreadable, unreadable);
        } catch (DateTimeException | IllegalArgumentException wrong) {
            throw new UnusableFile(file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static TelemetryMapping of(Path file, JsonNode json) {
        Map<String, Field> columns = new LinkedHashMap<>();
        json.path("fields")
                .properties()
                .forEach(field -> columns.put(
                        field.getKey(),
                        new Field(
                                text(file, field.getValue(), "/column", null),
                                text(file, field.getValue(), "/unit", null))));
        List<ObjectNode> promises = new ArrayList<>();
        for (JsonNode promise : json.path("promises")) {
            String field = text(file, promise, "/field", null);
            if (!columns.containsKey(field)) {
                throw new UnusableFile(file + ": expected the field " + field + " of a promise among the fields.");
            }
            promises.add((ObjectNode) promise);
        }
        if (promises.isEmpty()) {
            throw new UnusableFile(file + ": expected at least one promise.");
        }
        return new TelemetryMapping(
                json,
                text(file, json, "/vendor", null),
                text(file, json, "/customerName", ""),
                text(file, json, "/name", "Telemetry"),
                text(file, json, "/stream/column", null),
                text(file, json, "/stream/prefix", ""),
                text(file, json, "/time/column", null),
                DateTimeFormatter.ofPattern(text(file, json, "/time/format", null), Locale.ENGLISH)
                        .withResolverStyle(ResolverStyle.STRICT),
                ZoneId.of(text(file, json, "/time/zone", "UTC")),
                columns,
                text(file, json, "/tolerance", "P400D"),
                promises);
    }

    private static String text(Path file, JsonNode node, String pointer, String otherwise) {
        JsonNode value = node.at(pointer);
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isMissingNode() && otherwise != null) {
            return otherwise;
        }
        throw new UnusableFile(file + ": expected a text at " + pointer + ".");
    }
}
