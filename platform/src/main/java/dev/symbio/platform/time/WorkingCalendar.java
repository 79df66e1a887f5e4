package dev.symbio.platform.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When a company works. An instant is open exactly when the local clock shows a time within a shift that took place; a
 * shift belongs to the day on which it starts, and on a holiday none starts. Time is measured to the microsecond.
 *
 * @param version counts up with every change, so that an event can name the calendar it was decided with
 * @param week a day that is missing is closed
 */
public record WorkingCalendar(
        String name, int version, ZoneId zone, SortedMap<DayOfWeek, List<Shift>> week, SortedSet<LocalDate> holidays) {
    public static final int MAX_NAME_CHARS = 100;
    public static final int MAX_SHIFTS_PER_DAY = 6;
    public static final int MAX_HOLIDAYS = 2_000;
    /** How far ahead a budget may reach. A calendar can be closed for years: only Mondays, and all of them holidays. */
    public static final int MAX_YEARS_AHEAD = 10;

    private static final Instant EARLIEST = Instant.parse("1800-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

    public WorkingCalendar {
        week = sorted(week == null ? Map.of() : week);
        holidays = holidays == null ? new TreeSet<>() : holidays;
        if (holidays.size() > MAX_HOLIDAYS) {
            throw new IllegalArgumentException(
                    "Expected at most " + MAX_HOLIDAYS + " holidays but got " + holidays.size() + ".");
        }
        holidays = Collections.unmodifiableSortedSet(new TreeSet<>(holidays));
        List<String> faults = faults(name, version, zone, week);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", faults));
        }
    }

    /** The same hours on each of the days. */
    public static WorkingCalendar weekly(String name, ZoneId zone, Set<DayOfWeek> days, Shift... shifts) {
        SortedMap<DayOfWeek, List<Shift>> week = new TreeMap<>();
        days.forEach(day -> week.put(day, List.of(shifts)));
        return new WorkingCalendar(name, 1, zone, week, new TreeSet<>());
    }

    /** Monday to Friday, 09:00 to 17:00. */
    public static WorkingCalendar officeHours(ZoneId zone) {
        return weekly(
                "office-hours", zone, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), Shift.of("09:00", "17:00"));
    }

    /** Never closed. */
    public static WorkingCalendar roundTheClock(ZoneId zone) {
        return weekly("round-the-clock", zone, EnumSet.allOf(DayOfWeek.class), Shift.of("00:00", "00:00"));
    }

    public WorkingCalendar withHolidays(Collection<LocalDate> days) {
        return new WorkingCalendar(name, version, zone, week, new TreeSet<>(days));
    }

    public WorkingCalendar withVersion(int newVersion) {
        return new WorkingCalendar(name, newVersion, zone, week, holidays);
    }

    /** Open time from {@code from} to {@code to}; zero if {@code to} is not after {@code from}. */
    public Duration workingTimeBetween(Instant from, Instant to) {
        long fromMicros = micros(from);
        long toMicros = micros(to);
        OpenHours hours = new OpenHours(this);
        long open = 0;
        long at = fromMicros;
        while (at < toMicros) {
            Stretch stretch = stretchAt(at, toMicros);
            open += stretch.open(hours);
            at = stretch.to;
        }
        return Duration.of(open, ChronoUnit.MICROS);
    }

    /**
     * The first instant by which {@code budget} of open time has passed since {@code start}.
     *
     * @throws CalendarClosed if that is more than {@value #MAX_YEARS_AHEAD} years ahead
     */
    public Instant addWorkingTime(Instant start, Duration budget) {
        return whenUsed(start, budget)
                .orElseThrow(() -> new CalendarClosed("Expected " + budget + " of open time in calendar \"" + name
                        + "\" within " + MAX_YEARS_AHEAD + " years of " + start + " but there is less."));
    }

    /** Like {@link #addWorkingTime}; empty instead of an error. */
    public Optional<Instant> whenUsed(Instant start, Duration budget) {
        long at = micros(start);
        if (budget.isNegative() || budget.isZero()) {
            return Optional.of(start);
        }
        long end =
                micros(start.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS_AHEAD).toInstant());
        if (budget.compareTo(Duration.of(end - at, ChronoUnit.MICROS)) > 0) {
            return Optional.empty();
        }
        OpenHours hours = new OpenHours(this);
        long left = Math.max(1, budget.toNanos() / 1_000);
        while (at < end) {
            Stretch stretch = stretchAt(at, end);
            long open = stretch.open(hours);
            if (open >= left) {
                return Optional.of(instant(stretch.whenOpenReaches(left, hours)));
            }
            left -= open;
            at = stretch.to;
        }
        return Optional.empty();
    }

    public boolean isOpen(Instant at) {
        return !workingTimeBetween(at, at.plus(1, ChronoUnit.MICROS)).isZero();
    }

    /** From {@code at} to the next change of the zone's offset, or to {@code end} if that comes first. */
    private Stretch stretchAt(long at, long end) {
        Instant instant = instant(at);
        long offset = zone.getRules().getOffset(instant).getTotalSeconds() * 1_000_000L;
        ZoneOffsetTransition next = zone.getRules().nextTransition(instant);
        return new Stretch(at, next == null ? end : Math.min(end, micros(next.getInstant())), offset);
    }

    /** A time with one and the same offset from UTC, so that local and real time run alike. All in microseconds. */
    private record Stretch(long from, long to, long offset) {
        long open(OpenHours hours) {
            return hours.between(from + offset, to + offset);
        }

        long whenOpenReaches(long wanted, OpenHours hours) {
            long low = from;
            long high = to;
            while (low < high) {
                long middle = low + (high - low) / 2;
                if (hours.between(from + offset, middle + offset) >= wanted) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    private static long micros(Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "Expected a time from " + EARLIEST + " to " + LATEST + " but got " + instant + ".");
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static SortedMap<DayOfWeek, List<Shift>> sorted(Map<DayOfWeek, List<Shift>> week) {
        SortedMap<DayOfWeek, List<Shift>> sorted = new TreeMap<>();
        week.forEach((day, shifts) -> {
            if (shifts != null && !shifts.isEmpty()) {
                List<Shift> ordered = new ArrayList<>(shifts);
                if (ordered.contains(null)) {
                    throw new IllegalArgumentException("Expected a shift but got nothing.");
                }
                ordered.sort(Comparator.comparing(Shift::from));
                sorted.put(day, List.copyOf(ordered));
            }
        });
        return Collections.unmodifiableSortedMap(sorted);
    }

    private static List<String> faults(String name, int version, ZoneId zone, SortedMap<DayOfWeek, List<Shift>> week) {
        List<String> faults = new ArrayList<>();
        if (name == null || name.isBlank() || name.length() > MAX_NAME_CHARS) {
            faults.add("Expected a calendar name of 1 to " + MAX_NAME_CHARS + " characters.");
        }
        if (zone == null) {
            faults.add("Expected a time zone.");
        }
        if (version < 1) {
            faults.add("Expected a calendar version of 1 or more but got " + version + ".");
        }
        if (week.isEmpty()) {
            faults.add("Expected at least one shift in the week.");
        }
        if (week.values().stream().anyMatch(shifts -> shifts.size() > MAX_SHIFTS_PER_DAY)) {
            faults.add("Expected at most " + MAX_SHIFTS_PER_DAY + " shifts a day.");
        }
        if (OpenHours.overlap(week)) {
            faults.add("Expected shifts that do not overlap.");
        }
        return faults;
    }
}
