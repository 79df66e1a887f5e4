package dev.symbio.platform.time;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.LocalTime;

/**
 * Opening hours of a day, in local time and whole minutes. It belongs to the day on which it starts.
 *
 * @param to exclusive; at or before {@code from} means on the next day, so 22:00 to 06:00 is a night and 00:00 to 00:00
 *     the whole day
 */
public record Shift(@JsonFormat(pattern = "HH:mm") LocalTime from, @JsonFormat(pattern = "HH:mm") LocalTime to) {
    private static final int DAY_MINUTES = 24 * 60;

    public Shift {
        if (from == null || to == null || !wholeMinutes(from) || !wholeMinutes(to)) {
            throw new IllegalArgumentException("Expected a shift of whole minutes but got " + from + " to " + to + ".");
        }
    }

    public static Shift of(String from, String to) {
        return new Shift(LocalTime.parse(from), LocalTime.parse(to));
    }

    /** Length on the local clock: 1 to 1,440 minutes. */
    int localMinutes() {
        int minutes = (to.toSecondOfDay() - from.toSecondOfDay()) / 60;
        return minutes > 0 ? minutes : minutes + DAY_MINUTES;
    }

    int startMinute() {
        return from.toSecondOfDay() / 60;
    }

    private static boolean wholeMinutes(LocalTime time) {
        return time.getSecond() == 0 && time.getNano() == 0;
    }
}
