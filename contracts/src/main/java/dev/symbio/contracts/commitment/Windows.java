package dev.symbio.contracts.commitment;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** The windows of a promise, counted from 0, all from its start: the 31st stays the 31st where a month has one. */
final class Windows {
    static final int NONE = -1;

    private final Promise.Window window;
    private final Instant start;
    private final ZonedDateTime local;

    Windows(Promise promise, Instant start) {
        this.window = promise.window();
        this.start = start;
        ZoneId zone = window.zone() == null ? ZoneOffset.UTC : window.zone();
        this.local = start.atZone(zone);
    }

    boolean exists(int index) {
        return switch (window.kind()) {
            case ONCE -> index == 0;
            case DAYS, MONTHS -> index >= 0 && (window.count() == null || index < window.count());
        };
    }

    Instant startOf(int index) {
        long steps = (long) index * (window.every() == null ? 0 : window.every());
        return switch (window.kind()) {
            case ONCE -> start;
            case DAYS -> local.plusDays(steps).toInstant();
            case MONTHS -> local.plusMonths(steps).toInstant();
        };
    }

    Instant endOf(int index) {
        return window.kind() == Promise.WindowKind.ONCE ? start.plus(window.length()) : startOf(index + 1);
    }

    /** Which window a moment lies in; {@link #NONE} before the first and after the last. */
    int at(Instant moment) {
        if (moment.isBefore(start)) {
            return NONE;
        }
        if (window.kind() == Promise.WindowKind.ONCE) {
            return moment.isBefore(endOf(0)) ? 0 : NONE;
        }
        ChronoUnit unit = window.kind() == Promise.WindowKind.DAYS ? ChronoUnit.DAYS : ChronoUnit.MONTHS;
        long passed = unit.between(local, moment.atZone(local.getZone()));
        int index = (int) (passed / window.every());
        // between counts full units by the clock; around a change of time, or from a 31st, it may be one off
        while (moment.isBefore(startOf(index))) {
            index--;
        }
        while (!moment.isBefore(startOf(index + 1))) {
            index++;
        }
        return exists(index) ? index : NONE;
    }
}
