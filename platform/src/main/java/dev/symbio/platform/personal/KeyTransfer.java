package dev.symbio.platform.personal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Data keys on their way from one installation to another: a file that only its owner can read, with a key a line as JSON, not
 * wrapped. Whoever has it and an export can read all of it; it is to be deleted when it was taken. Destroyed keys are not in
 * it, nor those whose rows are not what was written.
 */
public final class KeyTransfer {
    /** A key as the file has it. */
    public record Line(TenantId tenant, String key, String subject, byte[] secret) {}

    private KeyTransfer() {}

    /** @return how many keys were written */
    public static int write(DataKeys keys, Path file) {
        try {
            List<Line> lines = keys.live();
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append(Json.written(line)).append('\n'));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
            return lines.size();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ".", e);
        }
    }

    /**
     * Keys that are there stay as they are, destroyed ones too.
     *
     * @return how many keys were taken
     * @throws IllegalArgumentException if the file is not one of data keys
     */
    public static int take(DataKeys keys, Path file) {
        try {
            int taken = 0;
            int number = 0;
            for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                taken += keys.take(parsed(text, number)) ? 1 : 0;
            }
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ".", e);
        }
    }

    private static Line parsed(String text, int number) {
        try {
            Line line = Json.MAPPER.readValue(text, Line.class);
            if (line.tenant() != null
                    && line.key() != null
                    && line.key().length() == Mark.ID_CHARS
                    && line.subject() != null
                    && line.secret() != null
                    && line.secret().length == DataKey.SECRET_BYTES) {
                return line;
            }
        } catch (JsonProcessingException notJson) {
            // told below, without the line: it may hold a secret
        }
        throw new IllegalArgumentException("Expected a data key in line " + number + ".");
    }
}
