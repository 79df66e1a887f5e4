package dev.symbio.platform.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads and writes instants like {@link Instant#parse} and {@link Instant#toString}, but the usual form
 * ({@code 2026-03-01T08:00:00Z}, with or without fraction) many times faster: a batch of observations is mostly instants.
 */
public final class InstantText {
    private static final int SECONDS_END = "2026-03-01T08:00:00".length();
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final long FIRST_USUAL_DAY = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long LAST_USUAL_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private InstantText() {}

    /** @throws DateTimeException if the text is no instant */
    public static Instant parse(String text) {
        int end = text.length() - 1;
        int fractionDigits = end - SECONDS_END - 1;
        boolean usual = end >= SECONDS_END
                && text.charAt(end) == 'Z'
                && (end == SECONDS_END
                        || text.charAt(SECONDS_END) == '.'
                                && fractionDigits > 0
                                && fractionDigits <= MAX_FRACTION_DIGITS)
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
        if (!usual) {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int nanos = end == SECONDS_END ? 0 : nanos(text, SECONDS_END + 1, end);
        boolean plain = year >= 0
                && month >= 0
                && day >= 0
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60
                && nanos >= 0;
        if (!plain) {
            return Instant.parse(text);
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** With no, three, six or nine digits of a second, as many as it takes. */
    public static String format(Instant instant) {
        long days = Math.floorDiv(instant.getEpochSecond(), (long) SECONDS_PER_DAY);
        int second = (int) Math.floorMod(instant.getEpochSecond(), (long) SECONDS_PER_DAY);
        if (days < FIRST_USUAL_DAY || days > LAST_USUAL_DAY) {
            return instant.toString();
        }
        LocalDate date = LocalDate.ofEpochDay(days);
        StringBuilder text = new StringBuilder(SECONDS_END + 1 + MAX_FRACTION_DIGITS + 1);
        digits(text, date.getYear(), 4).append('-');
        digits(text, date.getMonthValue(), 2).append('-');
        digits(text, date.getDayOfMonth(), 2).append('T');
        digits(text, second / 3_600, 2).append(':');
        digits(text, second / 60 % 60, 2).append(':');
        digits(text, second % 60, 2);
        int nanos = instant.getNano();
        if (nanos != 0) {
            text.append('.');
            if (nanos % 1_000_000 == 0) {
                digits(text, nanos / 1_000_000, 3);
            } else if (nanos % 1_000 == 0) {
                digits(text, nanos / 1_000, 6);
            } else {
                digits(text, nanos, MAX_FRACTION_DIGITS);
            }
        }
        return text.append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int count) {
        int at = text.length();
        text.setLength(at + count);
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            text.setCharAt(i, (char) ('0' + rest % 10));
            rest /= 10;
        }
        return text;
    }

    /** -1 when there is something else than digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static int nanos(String text, int from, int to) {
        int nanos = number(text, from, to);
        for (int digits = to - from; nanos > 0 && digits < MAX_FRACTION_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }
}
