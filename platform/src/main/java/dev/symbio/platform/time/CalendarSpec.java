package dev.symbio.platform.time;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A working calendar as somebody sent it: all text, so that every fault can be named by its place instead of failing on
 * the first. {@link #calendar} may be called when {@link #faults} is empty.
 *
 * @param zone IANA name such as {@code Europe/Berlin}; null takes the default that is passed in
 * @param week day name, such as {@code monday}, to shifts; a day that is missing is closed
 * @param holidays ISO dates; null means none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CalendarSpec(String name, String zone, Map<String, List<ShiftSpec>> week, List<String> holidays) {
    /** @param to exclusive, {@code 24:00} is allowed; at or before {@code from} means on the next day */
    public record ShiftSpec(String from, String to) {}

    public CalendarSpec {
        holidays = holidays == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(holidays));
    }

    /** Whether this is the name of a zone that the platform's zone table knows. */
    public static boolean isZone(String zone) {
        return zone != null && KnownZones.NAMES.contains(zone);
    }

    /** All faults, with JSON pointers that start with {@code at}. */
    public List<Fault> faults(String at) {
        List<Fault> faults = new ArrayList<>();
        if (name == null || name.isBlank() || name.length() > WorkingCalendar.MAX_NAME_CHARS) {
            faults.add(new Fault(
                    at + "/name", "calendar.name", "Expected 1 to " + WorkingCalendar.MAX_NAME_CHARS + " characters."));
        }
        if (zone != null && !isZone(zone)) {
            faults.add(new Fault(at + "/zone", "calendar.zone", "Expected an IANA time zone such as Europe/Berlin."));
        }
        weekFaults(at + "/week", faults);
        holidayFaults(at + "/holidays", faults);
        return faults;
    }

    public WorkingCalendar calendar(int version, ZoneId defaultZone) {
        SortedMap<DayOfWeek, List<Shift>> days = new TreeMap<>();
        week.forEach((day, shifts) -> days.put(
                day(day).orElseThrow(),
                shifts.stream().map(s -> shift(s).orElseThrow()).toList()));
        SortedSet<LocalDate> off = new TreeSet<>();
        holidays.forEach(date -> off.add(LocalDate.parse(date)));
        return new WorkingCalendar(name, version, zone == null ? defaultZone : ZoneId.of(zone), days, off);
    }

    private void weekFaults(String at, List<Fault> faults) {
        if (week == null || week.values().stream().allMatch(shifts -> shifts == null || shifts.isEmpty())) {
            faults.add(new Fault(at, "calendar.closed", "Expected at least one shift in the week."));
            return;
        }
        int before = faults.size();
        Map<DayOfWeek, List<Shift>> days = new HashMap<>();
        week.forEach((name, shifts) -> {
            String place = at + "/" + escaped(name);
            Optional<DayOfWeek> day = day(name);
            if (day.isEmpty()) {
                faults.add(new Fault(place, "calendar.day", "Expected a day of the week, monday to sunday."));
            } else if (days.put(day.get(), shiftsOf(shifts, place, faults)) != null) {
                faults.add(new Fault(place, "calendar.day-repeated", "Expected each day once."));
            }
        });
        if (faults.size() == before && OpenHours.overlap(days)) {
            faults.add(new Fault(at, "calendar.shifts-overlap", "Expected shifts that do not overlap."));
        }
    }

    private static List<Shift> shiftsOf(List<ShiftSpec> specs, String place, List<Fault> faults) {
        if (specs == null || specs.size() > WorkingCalendar.MAX_SHIFTS_PER_DAY) {
            faults.add(new Fault(
                    place,
                    "calendar.too-many-shifts",
                    "Expected a list of at most " + WorkingCalendar.MAX_SHIFTS_PER_DAY + " shifts."));
            return List.of();
        }
        List<Shift> shifts = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Optional<Shift> shift = shift(specs.get(i));
            if (shift.isEmpty()) {
                faults.add(new Fault(
                        place + "/" + i,
                        "calendar.shift",
                        "Expected \"from\" and \"to\" as HH:mm, such as 08:00 and 17:30."));
            }
            shift.ifPresent(shifts::add);
        }
        return shifts;
    }

    private void holidayFaults(String at, List<Fault> faults) {
        if (holidays.size() > WorkingCalendar.MAX_HOLIDAYS) {
            faults.add(new Fault(
                    at,
                    "calendar.too-many-holidays",
                    "Expected at most " + WorkingCalendar.MAX_HOLIDAYS + " holidays but got " + holidays.size() + "."));
            return;
        }
        for (int i = 0; i < holidays.size(); i++) {
            if (!isDate(holidays.get(i))) {
                faults.add(new Fault(at + "/" + i, "calendar.holiday", "Expected a date such as 2026-12-25."));
            }
        }
    }

    private static boolean isDate(String text) {
        try {
            int year = text == null ? 0 : LocalDate.parse(text).getYear();
            return year >= 1800 && year < 9000;
        } catch (DateTimeException notADate) {
            return false;
        }
    }

    private static Optional<DayOfWeek> day(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(d -> d.name().equals(upper))
                .findFirst();
    }

    private static Optional<Shift> shift(ShiftSpec spec) {
        if (spec == null || spec.from == null || spec.to == null) {
            return Optional.empty();
        }
        try {
            LocalTime to = spec.to.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(spec.to);
            return Optional.of(new Shift(LocalTime.parse(spec.from), to));
        } catch (DateTimeException | IllegalArgumentException notAShift) {
            return Optional.empty();
        }
    }

    private static String escaped(String token) {
        String shortened = token.length() <= 40 ? token : token.substring(0, 40);
        return shortened.replace("~", "~0").replace("/", "~1");
    }

    private static final class KnownZones {
        static final Set<String> NAMES = ZoneId.getAvailableZoneIds();
    }
}
