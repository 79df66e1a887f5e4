package dev.symbio.platform.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A calendar's opening hours as a function of the local clock, in microseconds since 1970-01-01T00:00 local time. The
 * week repeats, so whole weeks are multiplied instead of walked; only the holidays within the range are visited.
 */
final class OpenHours {
    static final long MINUTE_MICROS = 60_000_000L;
    static final long DAY_MICROS = 24 * 60 * MINUTE_MICROS;
    private static final long WEEK_MICROS = 7 * DAY_MICROS;
    /** The week counts from a Monday; 1970-01-01 was a Thursday. */
    private static final long FIRST_MONDAY_MICROS = 4 * DAY_MICROS;

    private record Span(long from, long to) {
        long within(long otherFrom, long otherTo) {
            return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
        }
    }

    private final Map<DayOfWeek, List<Shift>> week;
    private final NavigableSet<LocalDate> holidays;
    private final List<Span> spansOfWeek;
    private final long openPerWeek;

    OpenHours(WorkingCalendar calendar) {
        week = calendar.week();
        holidays = calendar.holidays() instanceof NavigableSet<LocalDate> navigable
                ? navigable
                : new TreeSet<>(calendar.holidays());
        spansOfWeek = spansOf(week);
        openPerWeek = spansOfWeek.stream().mapToLong(s -> s.to - s.from).sum();
    }

    /** Open time on the local clock between two local moments. */
    long between(long localFrom, long localTo) {
        return sinceFirstMonday(localTo) - sinceFirstMonday(localFrom) - onHolidays(localFrom, localTo);
    }

    private long sinceFirstMonday(long local) {
        long sinceMonday = local - FIRST_MONDAY_MICROS;
        long inWeek = Math.floorMod(sinceMonday, WEEK_MICROS);
        long open = Math.floorDiv(sinceMonday, WEEK_MICROS) * openPerWeek;
        for (Span span : spansOfWeek) {
            open += span.within(0, inWeek);
        }
        return open;
    }

    private long onHolidays(long localFrom, long localTo) {
        if (holidays.isEmpty()) {
            return 0;
        }
        // A night shift of the day before may reach into the range.
        LocalDate first = LocalDate.ofEpochDay(Math.floorDiv(localFrom, DAY_MICROS) - 1);
        LocalDate last = LocalDate.ofEpochDay(Math.floorDiv(localTo, DAY_MICROS));
        long lost = 0;
        for (LocalDate holiday : holidays.subSet(first, true, last, true)) {
            long midnight = holiday.toEpochDay() * DAY_MICROS;
            for (Shift shift : week.getOrDefault(holiday.getDayOfWeek(), List.of())) {
                lost += spanOf(shift, midnight).within(localFrom, localTo);
            }
        }
        return lost;
    }

    private static Span spanOf(Shift shift, long midnight) {
        long from = midnight + shift.startMinute() * MINUTE_MICROS;
        return new Span(from, from + shift.localMinutes() * MINUTE_MICROS);
    }

    /** The week from Monday 00:00; what runs over Sunday midnight appears at the beginning. */
    private static List<Span> spansOf(Map<DayOfWeek, List<Shift>> week) {
        List<Span> spans = new ArrayList<>();
        week.forEach((day, shifts) -> shifts.forEach(shift -> {
            Span span = spanOf(shift, day.ordinal() * DAY_MICROS);
            if (span.to <= WEEK_MICROS) {
                spans.add(span);
            } else {
                spans.add(new Span(span.from, WEEK_MICROS));
                spans.add(new Span(0, span.to - WEEK_MICROS));
            }
        }));
        spans.sort(Comparator.comparingLong(Span::from));
        return spans;
    }

    /** Whether two shifts of the week are open at the same local time. */
    static boolean overlap(Map<DayOfWeek, List<Shift>> week) {
        List<Span> spans = spansOf(week);
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).from < spans.get(i - 1).to) {
                return true;
            }
        }
        return false;
    }
}
