package dev.symbio.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.json.Json;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalendarSpecTest {
    private static CalendarSpec read(String json) throws Exception {
        return Json.MAPPER.readValue(json, CalendarSpec.class);
    }

    private static List<String> pointers(String json) throws Exception {
        return read(json).faults("/calendar").stream().map(Fault::pointer).toList();
    }

    @Test
    void becomesACalendar() throws Exception {
        CalendarSpec spec = read(
                """
                {"name":"plant","week":{"monday":[{"from":"06:00","to":"14:00"},{"from":"14:00","to":"24:00"}],
                 "SUNDAY":[{"from":"22:00","to":"06:00"}]},"holidays":["2026-12-25"]}""");
        assertThat(spec.faults("")).isEmpty();
        WorkingCalendar calendar = spec.calendar(3, ZoneId.of("Asia/Shanghai"));
        assertThat(calendar.version()).isEqualTo(3);
        assertThat(calendar.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(calendar.week().get(DayOfWeek.MONDAY).get(1).to()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(calendar.holidays()).containsExactly(LocalDate.parse("2026-12-25"));
    }

    @Test
    void namesEveryFaultByItsPlace() throws Exception {
        assertThat(
                        pointers(
                                """
                                {"name":" ","zone":"Mars/Olympus","week":{"funday":[{"from":"08:00","to":"09:00"}],
                                 "monday":[{"from":"08:00","to":"9"},{"from":null,"to":"10:00"},{"from":"10:00:30","to":"11:00"}]},
                                 "holidays":["2026-12-25","2026-02-30","soon",null]}"""))
                .containsExactlyInAnyOrder(
                        "/calendar/name",
                        "/calendar/zone",
                        "/calendar/week/funday",
                        "/calendar/week/monday/0",
                        "/calendar/week/monday/1",
                        "/calendar/week/monday/2",
                        "/calendar/holidays/1",
                        "/calendar/holidays/2",
                        "/calendar/holidays/3");
    }

    @Test
    void refusesAWeekWithoutHoursOrWithOverlappingOnes() throws Exception {
        assertThat(pointers("{\"name\":\"a\"}")).containsExactly("/calendar/week");
        assertThat(pointers("{\"name\":\"a\",\"week\":{\"monday\":[]}}")).containsExactly("/calendar/week");
        assertThat(pointers("{\"name\":\"a\",\"week\":{\"monday\":null}}")).containsExactly("/calendar/week");
        assertThat(
                        pointers(
                                "{\"name\":\"a\",\"week\":{\"sunday\":[{\"from\":\"22:00\",\"to\":\"06:00\"}],\"monday\":[{\"from\":\"05:59\",\"to\":\"07:00\"}]}}"))
                .containsExactly("/calendar/week");
        assertThat(pointers(
                        "{\"name\":\"a\",\"week\":{\"monday\":[{\"from\":\"08:00\",\"to\":\"09:00\"}],\"Monday\":[]}}"))
                .containsExactly("/calendar/week/Monday");
    }

    @Test
    void boundsShiftsAndHolidays() {
        var shift = new CalendarSpec.ShiftSpec("08:00", "08:01");
        var manyShifts =
                new CalendarSpec("a", null, java.util.Map.of("monday", java.util.Collections.nCopies(7, shift)), null);
        assertThat(manyShifts.faults("")).extracting(Fault::code).containsExactly("calendar.too-many-shifts");
        var manyHolidays = new CalendarSpec(
                "a",
                null,
                java.util.Map.of("monday", List.of(shift)),
                java.util.Collections.nCopies(2_001, "2026-01-01"));
        assertThat(manyHolidays.faults("")).extracting(Fault::code).containsExactly("calendar.too-many-holidays");
    }

    @Test
    void aSpecSurvivesTheWayToAnotherNode() throws Exception {
        CalendarSpec spec = read("{\"name\":\"a\",\"week\":{\"monday\":[{\"from\":\"08:00\",\"to\":\"09:00\"}]}}");
        assertThat(read(Json.MAPPER.writeValueAsString(spec))).isEqualTo(spec);
    }
}
