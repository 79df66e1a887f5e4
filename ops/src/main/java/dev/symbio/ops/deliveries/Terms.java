package dev.symbio.ops.deliveries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;

/**
 * The terms of a contract as a file has them. What they mean is the platform's business, and so is refusing them; here
 * they only tell in which period a day lies. Amounts are in the currency of whatever deliveries they are applied to.
 */
public final class Terms {
    private final ObjectNode json;

    private Terms(ObjectNode json) {
        this.json = json;
    }

    /** @throws UnusableFile when it is missing or no JSON object */
    public static Terms read(Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readString(file));
            if (json instanceof ObjectNode object) {
                return new Terms(object);
            }
            throw new UnusableFile(file + ": expected a JSON object with the terms.");
        } catch (NoSuchFileException missing) {
            throw new UnusableFile("There is no file " + file + ".", missing);
        } catch (JsonProcessingException notJson) {
            throw new UnusableFile(
                    file + ", line " + notJson.getLocation().getLineNr() + ": expected JSON but: "
                            + notJson.getOriginalMessage(),
                    notJson);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + file + " but: " + unreadable, unreadable);
        }
    }

    /** The same terms with amounts in this currency. */
    Terms in(String currency) {
        ObjectNode copy = json.deepCopy();
        copy.put("currency", currency);
        return new Terms(copy);
    }

    public ObjectNode json() {
        return json;
    }

    /** Where the period begins that midnight UTC of this day lies in. Terms that make no sense begin with the day. */
    Instant periodStart(LocalDate day) {
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        JsonNode window = json.path("window");
        try {
            ZoneId zone = ZoneId.of(window.path("zone").asText("UTC"));
            LocalDate local = midnight.atZone(zone).toLocalDate();
            LocalDate first =
                    switch (window.path("kind").asText()) {
                        case "month" -> local.withDayOfMonth(1);
                        case "quarter" -> local.with(IsoFields.DAY_OF_QUARTER, 1);
                        case "year" -> local.withDayOfYear(1);
                        default -> local;
                    };
            return first.atStartOfDay(zone).toInstant();
        } catch (DateTimeException noZone) {
            return midnight;
        }
    }
}
