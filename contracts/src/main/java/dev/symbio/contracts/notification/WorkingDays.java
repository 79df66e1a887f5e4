package dev.symbio.contracts.notification;

import dev.symbio.platform.time.WorkingCalendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a digest needs to know of a working calendar: the weekdays with a shift, less the holidays. */
public record WorkingDays(SortedSet<DayOfWeek> week, SortedSet<LocalDate> holidays) {
    public WorkingDays {
        week = Collections.unmodifiableSortedSet(new TreeSet<>(week));
        holidays = Collections.unmodifiableSortedSet(new TreeSet<>(holidays));
    }

    public static WorkingDays of(WorkingCalendar calendar) {
        return new WorkingDays(new TreeSet<>(calendar.week().keySet()), calendar.holidays());
    }

    boolean includes(LocalDate day) {
        return week.contains(day.getDayOfWeek()) && !holidays.contains(day);
    }
}
