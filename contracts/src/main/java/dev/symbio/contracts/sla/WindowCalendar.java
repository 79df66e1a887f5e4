package dev.symbio.contracts.sla;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** Cuts time by a window: the calendar month, quarter or year of its zone, or so many local days from an anchor. */
final class WindowCalendar {
    private static final int MONTHS_PER_QUARTER = 3;

    private WindowCalendar() {}

    /** A stretch of time with its name. */
    record Span(String key, Instant start, Instant end) {}

    static ZoneId zone(SlaTerms.Window window) {
        return window.zone() == null ? ZoneOffset.UTC : window.zone();
    }

    /** The span that holds the moment. Days are local days: 23 or 25 hours when clocks change. */
    static Span at(SlaTerms.Window window, Instant anchor, Instant moment) {
        ZoneId zone = zone(window);
        LocalDate day = moment.atZone(zone).toLocalDate();
        return switch (window.kind()) {
            case MONTH -> {
                LocalDate first = day.withDayOfMonth(1);
                yield span(first.toString().substring(0, 7), first, first.plusMonths(1), zone);
            }
            case QUARTER -> {
                int quarter = (day.getMonthValue() - 1) / MONTHS_PER_QUARTER;
                LocalDate first = LocalDate.of(day.getYear(), quarter * MONTHS_PER_QUARTER + 1, 1);
                yield span(day.getYear() + "-Q" + (quarter + 1), first, first.plusMonths(MONTHS_PER_QUARTER), zone);
            }
            case YEAR -> {
                LocalDate first = LocalDate.of(day.getYear(), 1, 1);
                yield span(Integer.toString(day.getYear()), first, first.plusYears(1), zone);
            }
            case DAYS -> days(window.days(), anchor.atZone(zone).toLocalDateTime(), moment, zone);
        };
    }

    /** So many months before a moment; by calendar windows the first moment of that day, which need not be midnight. */
    static Instant monthsBefore(Instant moment, int months, SlaTerms.Window window) {
        ZonedDateTime before = moment.atZone(zone(window)).minusMonths(months);
        return window.kind() == SlaTerms.Window.Kind.DAYS
                ? before.toInstant()
                : before.toLocalDate().atStartOfDay(zone(window)).toInstant();
    }

    private static Span span(String key, LocalDate first, LocalDate next, ZoneId zone) {
        return new Span(
                key,
                first.atStartOfDay(zone).toInstant(),
                next.atStartOfDay(zone).toInstant());
    }

    private static Span days(int days, LocalDateTime anchor, Instant moment, ZoneId zone) {
        LocalDateTime local = moment.atZone(zone).toLocalDateTime();
        long window = Math.floorDiv(ChronoUnit.DAYS.between(anchor, local), days);
        // A change of clocks between anchor and moment can put the estimate one window off.
        while (starts(anchor, window, days, zone).isAfter(moment)) {
            window--;
        }
        while (!starts(anchor, window + 1, days, zone).isAfter(moment)) {
            window++;
        }
        String key = anchor.plusDays(window * days).toLocalDate() + ".P" + days + "D";
        return new Span(key, starts(anchor, window, days, zone), starts(anchor, window + 1, days, zone));
    }

    private static Instant starts(LocalDateTime anchor, long window, int days, ZoneId zone) {
        return anchor.plusDays(window * days).atZone(zone).toInstant();
    }
}
