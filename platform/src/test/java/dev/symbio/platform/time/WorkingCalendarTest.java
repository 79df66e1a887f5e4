package dev.symbio.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.symbio.platform.json.Json;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingCalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final WorkingCalendar OFFICE = WorkingCalendar.officeHours(BERLIN);
    private static final WorkingCalendar NIGHTS =
            WorkingCalendar.weekly("nights", BERLIN, EnumSet.allOf(DayOfWeek.class), Shift.of("22:00", "06:00"));

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    @Test
    void countsOnlyOpeningHours() {
        // Friday 16:00 to Monday 10:00: an hour before the weekend and an hour after it.
        assertThat(OFFICE.workingTimeBetween(berlin("2026-07-03T16:00"), berlin("2026-07-06T10:00")))
                .isEqualTo(Duration.ofHours(2));
        assertThat(OFFICE.workingTimeBetween(berlin("2026-07-04T08:00"), berlin("2026-07-05T20:00")))
                .isEqualTo(Duration.ZERO);
        assertThat(OFFICE.workingTimeBetween(berlin("2026-07-06T10:00"), berlin("2026-07-03T16:00")))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void addsOverAWeekendAndTakesTheFirstInstantThatReachesTheBudget() {
        assertThat(OFFICE.addWorkingTime(berlin("2026-07-03T16:00"), Duration.ofHours(2)))
                .isEqualTo(berlin("2026-07-06T10:00"));
        assertThat(OFFICE.addWorkingTime(berlin("2026-07-03T16:00"), Duration.ofHours(1)))
                .as("used up when the office closes on Friday, not when it opens on Monday")
                .isEqualTo(berlin("2026-07-03T17:00"));
        assertThat(OFFICE.addWorkingTime(berlin("2026-07-04T12:00"), Duration.ZERO))
                .isEqualTo(berlin("2026-07-04T12:00"));
    }

    @Test
    void nothingStartsOnAHoliday() {
        WorkingCalendar withHoliday = OFFICE.withHolidays(Set.of(LocalDate.parse("2026-07-06")));
        assertThat(withHoliday.workingTimeBetween(berlin("2026-07-03T00:00"), berlin("2026-07-07T00:00")))
                .isEqualTo(Duration.ofHours(8));
        assertThat(withHoliday.addWorkingTime(berlin("2026-07-03T16:00"), Duration.ofHours(2)))
                .isEqualTo(berlin("2026-07-07T10:00"));
    }

    @Test
    void aNightShiftRunsOverMidnightAndBelongsToTheDayItStartsOn() {
        WorkingCalendar holidayNights = NIGHTS.withHolidays(Set.of(LocalDate.parse("2026-07-08")));
        assertThat(NIGHTS.workingTimeBetween(berlin("2026-07-07T12:00"), berlin("2026-07-08T12:00")))
                .isEqualTo(Duration.ofHours(8));
        assertThat(holidayNights.workingTimeBetween(berlin("2026-07-07T12:00"), berlin("2026-07-08T12:00")))
                .as("the shift that started the evening before ends in the morning of the holiday")
                .isEqualTo(Duration.ofHours(8));
        assertThat(holidayNights.workingTimeBetween(berlin("2026-07-08T12:00"), berlin("2026-07-09T12:00")))
                .isEqualTo(Duration.ZERO);
        assertThat(holidayNights.workingTimeBetween(berlin("2026-07-09T03:00"), berlin("2026-07-09T04:00")))
                .as("a range that touches only the tail of a shift that did not take place")
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void aShiftFromSundayNightRunsIntoMonday() {
        WorkingCalendar sundays =
                WorkingCalendar.weekly("sundays", BERLIN, EnumSet.of(DayOfWeek.SUNDAY), Shift.of("20:00", "04:00"));
        assertThat(sundays.workingTimeBetween(berlin("2026-07-06T00:00"), berlin("2026-07-06T12:00")))
                .isEqualTo(Duration.ofHours(4));
    }

    @Test
    void aNightInSpringIsAnHourShorterAndOneInAutumnAnHourLonger() {
        assertThat(NIGHTS.workingTimeBetween(berlin("2026-03-28T12:00"), berlin("2026-03-29T12:00")))
                .isEqualTo(Duration.ofHours(7));
        assertThat(NIGHTS.workingTimeBetween(berlin("2026-10-24T12:00"), berlin("2026-10-25T12:00")))
                .isEqualTo(Duration.ofHours(9));
        assertThat(NIGHTS.addWorkingTime(berlin("2026-03-28T22:00"), Duration.ofHours(7)))
                .isEqualTo(berlin("2026-03-29T06:00"));
        assertThat(NIGHTS.addWorkingTime(berlin("2026-10-24T22:00"), Duration.ofHours(9)))
                .isEqualTo(berlin("2026-10-25T06:00"));
    }

    @Test
    void openingHoursInsideTheHourThatIsSkippedOrRepeated() {
        WorkingCalendar early =
                WorkingCalendar.weekly("early", BERLIN, EnumSet.of(DayOfWeek.SUNDAY), Shift.of("02:00", "03:00"));
        assertThat(early.workingTimeBetween(berlin("2026-03-29T00:00"), berlin("2026-03-29T12:00")))
                .as("02:00 to 03:00 does not exist on that day")
                .isEqualTo(Duration.ZERO);
        assertThat(early.workingTimeBetween(berlin("2026-10-25T00:00"), berlin("2026-10-25T12:00")))
                .as("02:00 to 03:00 comes twice on that day")
                .isEqualTo(Duration.ofHours(2));
        WorkingCalendar halves = WorkingCalendar.weekly(
                "halves", BERLIN, EnumSet.of(DayOfWeek.SUNDAY), Shift.of("01:00", "02:30"), Shift.of("02:30", "04:00"));
        assertThat(halves.workingTimeBetween(berlin("2026-10-25T00:00"), berlin("2026-10-25T12:00")))
                .as("two shifts that meet within the repeated hour count no time twice")
                .isEqualTo(Duration.ofHours(4));
    }

    @Test
    void roundTheClockEqualsElapsedTimeAcrossBothChanges() {
        WorkingCalendar always = WorkingCalendar.roundTheClock(BERLIN);
        Instant from = berlin("2026-01-01T00:00");
        Instant to = berlin("2027-01-01T00:00");
        assertThat(always.workingTimeBetween(from, to)).isEqualTo(Duration.between(from, to));
        assertThat(always.addWorkingTime(from, Duration.ofDays(365))).isEqualTo(from.plus(365, ChronoUnit.DAYS));
    }

    @Test
    void knowsWhenItIsOpen() {
        assertThat(OFFICE.isOpen(berlin("2026-07-03T09:00"))).isTrue();
        assertThat(OFFICE.isOpen(berlin("2026-07-03T17:00"))).isFalse();
        assertThat(OFFICE.isOpen(berlin("2026-07-04T12:00"))).isFalse();
    }

    @Test
    void aBudgetThatNeverFitsIsAClearError() {
        List<LocalDate> everyMonday = LocalDate.parse("2026-01-05")
                .datesUntil(LocalDate.parse("2038-01-01"), java.time.Period.ofWeeks(1))
                .toList();
        WorkingCalendar closed = WorkingCalendar.weekly(
                        "mondays", UTC, EnumSet.of(DayOfWeek.MONDAY), Shift.of("09:00", "10:00"))
                .withHolidays(everyMonday);
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(closed.whenUsed(start, Duration.ofMinutes(1))).isEmpty();
        assertThatThrownBy(() -> closed.addWorkingTime(start, Duration.ofMinutes(1)))
                .isInstanceOf(CalendarClosed.class)
                .hasMessageContaining("mondays")
                .hasMessageContaining("10 years");
        assertThat(OFFICE.whenUsed(start, Duration.ofSeconds(Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void refusesTimesOutsideOfCalendarYears() {
        assertThatThrownBy(() -> OFFICE.workingTimeBetween(Instant.MIN, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OFFICE.addWorkingTime(Instant.MAX, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNoCalendar() {
        assertThatThrownBy(() -> WorkingCalendar.weekly("", UTC, Set.of(DayOfWeek.MONDAY), Shift.of("09:00", "10:00")))
                .hasMessageContaining("name");
        assertThatThrownBy(() -> WorkingCalendar.weekly("empty", UTC, Set.of())).hasMessageContaining("shift");
        assertThatThrownBy(() -> WorkingCalendar.weekly(
                        "overlap",
                        UTC,
                        EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                        Shift.of("22:00", "06:00"),
                        Shift.of("05:00", "12:00")))
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> new Shift(LocalTime.of(9, 0, 1), LocalTime.NOON))
                .hasMessageContaining("minutes");
        assertThatThrownBy(() -> OFFICE.withVersion(0)).hasMessageContaining("version");
        assertThatThrownBy(() -> OFFICE.withHolidays(LocalDate.EPOCH
                        .datesUntil(LocalDate.parse("1980-01-01"))
                        .toList()))
                .hasMessageContaining("holidays");
    }

    @Test
    void survivesJson() throws Exception {
        WorkingCalendar calendar =
                OFFICE.withHolidays(Set.of(LocalDate.parse("2026-12-25"))).withVersion(7);
        String json = Json.MAPPER.writeValueAsString(calendar);
        assertThat(json).contains("\"zone\":\"Europe/Berlin\"").contains("{\"from\":\"09:00\",\"to\":\"17:00\"}");
        assertThat(Json.MAPPER.readValue(json, WorkingCalendar.class)).isEqualTo(calendar);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"a\",\"version\":1,\"zone\":\"UTC\"}",
                "{\"name\":\"a\",\"version\":1,\"zone\":\"Mars/Olympus\",\"week\":{\"MONDAY\":[{\"from\":\"09:00\",\"to\":\"10:00\"}]}}",
                "{\"name\":\"a\",\"version\":1,\"week\":{\"MONDAY\":[{\"from\":\"09:00\",\"to\":\"10:00\"}]}}",
                "{\"name\":\"a\",\"version\":1,\"zone\":\"UTC\",\"week\":{\"MONDAY\":[null]}}",
                "{\"name\":\"a\",\"version\":1,\"zone\":\"UTC\",\"week\":{\"MONDAY\":[{\"from\":\"09:00\"}]}}",
                "{\"name\":\"a\",\"version\":1,\"zone\":\"UTC\",\"week\":{\"FUNDAY\":[]}}",
                "{\"name\":\"a\",\"version\":1,\"zone\":\"UTC\",\"holidays\":[null],\"week\":{\"MONDAY\":[{\"from\":\"09:00\",\"to\":\"10:00\"}]}}"
            })
    void badJsonIsAJsonErrorThatTellsNoInternals(String json) {
        assertThatThrownBy(() -> Json.MAPPER.readValue(json, WorkingCalendar.class))
                .isInstanceOf(JsonMappingException.class)
                .message()
                .doesNotContain("Cannot invoke");
    }

    @Test
    void isFastOverDecades() {
        WorkingCalendar busy = OFFICE.withHolidays(new Random(7)
                .longs(1_000, 0, 20_000)
                .mapToObj(LocalDate::ofEpochDay)
                .toList());
        Instant from = Instant.parse("1990-01-01T00:00:00Z");
        Duration total = Duration.ZERO;
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            total = total.plus(busy.workingTimeBetween(from.plusSeconds(i), from.plus(30 * 365L, ChronoUnit.DAYS)));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("1,000 ranges of 30 years; walking every day of them would take many times longer")
                .isLessThan(Duration.ofSeconds(5));
        assertThat(total).isPositive();
    }

    @Property(tries = 2_000)
    void measuringWhatWasAddedGivesItBack(
            @ForAll("calendars") WorkingCalendar calendar,
            @ForAll("instants") Instant start,
            @ForAll("budgets") Duration budget) {
        Instant end = calendar.addWorkingTime(start, budget);
        assertThat(calendar.workingTimeBetween(start, end)).isEqualTo(budget);
        if (!budget.isZero()) {
            assertThat(calendar.workingTimeBetween(start, end.minus(1, ChronoUnit.MICROS)))
                    .as("and no instant before it had reached the budget")
                    .isLessThan(budget);
        }
    }

    @Property(tries = 2_000)
    void partsAddUpToTheWhole(
            @ForAll("calendars") WorkingCalendar calendar,
            @ForAll("instants") Instant a,
            @ForAll("instants") Instant b,
            @ForAll("instants") Instant c) {
        List<Instant> ordered = new ArrayList<>(List.of(a, b, c));
        ordered.sort(null);
        assertThat(calendar.workingTimeBetween(ordered.get(0), ordered.get(1))
                        .plus(calendar.workingTimeBetween(ordered.get(1), ordered.get(2))))
                .isEqualTo(calendar.workingTimeBetween(ordered.get(0), ordered.get(2)));
    }

    /** An oracle that shares nothing with the code: it looks at the local clock once a minute. */
    @Property(tries = 150)
    void agreesWithLookingAtTheClockEveryMinute(
            @ForAll("calendars") WorkingCalendar calendar, @ForAll("instants") Instant anyStart) {
        Instant start = anyStart.truncatedTo(ChronoUnit.MINUTES);
        int minutes = 12 * 24 * 60;
        long open = 0;
        for (int i = 0; i < minutes; i++) {
            LocalDateTime local = LocalDateTime.ofInstant(start.plus(i, ChronoUnit.MINUTES), calendar.zone());
            if (openAt(calendar, local.toLocalDate(), local.toLocalTime())) {
                open++;
            }
        }
        assertThat(calendar.workingTimeBetween(start, start.plus(minutes, ChronoUnit.MINUTES)))
                .isEqualTo(Duration.ofMinutes(open));
    }

    private static boolean openAt(WorkingCalendar calendar, LocalDate day, LocalTime time) {
        return shiftsOf(calendar, day).stream()
                        .anyMatch(s -> !time.isBefore(s.from()) && (time.isBefore(s.to()) || !s.to().isAfter(s.from())))
                || shiftsOf(calendar, day.minusDays(1)).stream()
                        .anyMatch(s -> !s.to().isAfter(s.from()) && time.isBefore(s.to()));
    }

    private static List<Shift> shiftsOf(WorkingCalendar calendar, LocalDate day) {
        return calendar.holidays().contains(day)
                ? List.of()
                : calendar.week().getOrDefault(day.getDayOfWeek(), List.of());
    }

    @Provide
    Arbitrary<WorkingCalendar> calendars() {
        return Arbitraries.longs().map(seed -> {
            Random random = new Random(seed);
            SortedMap<DayOfWeek, List<Shift>> week = new TreeMap<>();
            for (DayOfWeek day : DayOfWeek.values()) {
                if (random.nextInt(4) > 0 || week.isEmpty()) {
                    week.put(day, shiftsOfADay(random));
                }
            }
            TreeSet<LocalDate> holidays = new TreeSet<>();
            random.longs(20, 20_400, 21_200).forEach(d -> holidays.add(LocalDate.ofEpochDay(d)));
            List<String> zones = List.of(
                    "UTC",
                    "Europe/Berlin",
                    "Asia/Kolkata",
                    "America/Sao_Paulo",
                    "Australia/Lord_Howe",
                    "America/Havana",
                    "Pacific/Apia",
                    "Asia/Shanghai");
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            return new WorkingCalendar("random-" + seed, 1, zone, week, holidays);
        });
    }

    /** One or two shifts a day that never reach the first of the next day. */
    private static List<Shift> shiftsOfADay(Random random) {
        int start = 300 + random.nextInt(300);
        int middle = start + 60 + random.nextInt(300);
        int evening = middle + random.nextInt(200);
        int end = evening + 60 + random.nextInt(500);
        return List.of(shift(start, middle), shift(evening, end));
    }

    private static Shift shift(int fromMinute, int toMinute) {
        return new Shift(
                LocalTime.MIDNIGHT.plusMinutes(fromMinute % 1_440), LocalTime.MIDNIGHT.plusMinutes(toMinute % 1_440));
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(1_764_000_000_000_000L, 1_830_000_000_000_000L)
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    @Provide
    Arbitrary<Duration> budgets() {
        return Arbitraries.longs()
                .between(0, Duration.ofDays(120).toMillis() * 1_000)
                .map(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }
}
