package dev.symbio.contracts.sla;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Duration;

/** Writes a duration the way people agree on it: {@code P14D}, not {@code PT336H}. Days are 24 hours. */
final class IsoDays extends StdSerializer<Duration> {
    private static final long serialVersionUID = 1L;

    IsoDays() {
        super(Duration.class);
    }

    @Override
    public void serialize(Duration duration, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(text(duration));
    }

    static String text(Duration duration) {
        Duration rest = duration.minusDays(duration.toDays());
        if (duration.isNegative() || duration.toDays() == 0) {
            return duration.isZero() ? "P0D" : duration.toString();
        }
        String days = "P" + duration.toDays() + "D";
        return rest.isZero() ? days : days + rest.toString().substring(1);
    }
}
