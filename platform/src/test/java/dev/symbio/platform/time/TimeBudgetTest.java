package dev.symbio.platform.time;

import static dev.symbio.platform.entity.Deadline.Clock.ELAPSED;
import static dev.symbio.platform.entity.Deadline.Clock.WORKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.json.Json;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final WorkingCalendar OFFICE = WorkingCalendar.officeHours(UTC);
    private static final WorkingCalendar LONG_DAYS = WorkingCalendar.weekly(
                    "long-days", UTC, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY), Shift.of("06:00", "22:00"))
            .withVersion(2);
    private static final Instant FRIDAY_NOON = Instant.parse("2026-07-03T12:00:00Z");
    private static final Instant MONDAY_TEN = Instant.parse("2026-07-06T10:00:00Z");

    @Test
    void onTheElapsedClockEveryHourCounts() {
        TimeBudget budget = TimeBudget.of(Duration.ofHours(48), ELAPSED).start(FRIDAY_NOON);
        assertThat(budget.dueAt(null)).contains(Instant.parse("2026-07-05T12:00:00Z"));
        assertThat(budget.used(MONDAY_TEN, null)).isEqualTo(Duration.ofHours(70));
        assertThat(budget.remaining(MONDAY_TEN, null)).as("overrun").isEqualTo(Duration.ofHours(-22));
    }

    @Test
    void onTheWorkingClockTheWeekendIsFree() {
        TimeBudget budget = TimeBudget.of(Duration.ofHours(8), WORKING).start(FRIDAY_NOON);
        assertThat(budget.dueAt(OFFICE)).contains(Instant.parse("2026-07-06T12:00:00Z"));
        assertThat(budget.used(MONDAY_TEN, OFFICE)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void aPauseOverTheWeekendUsesNothingAndMovesTheTarget() {
        TimeBudget paused = TimeBudget.of(Duration.ofHours(48), ELAPSED)
                .start(FRIDAY_NOON)
                .pause(FRIDAY_NOON.plus(Duration.ofHours(5)), "waiting for the customer", null);
        assertThat(paused.dueAt(null))
                .as("it cannot fall due while it is paused")
                .isEmpty();
        assertThat(paused.used(MONDAY_TEN, null)).isEqualTo(Duration.ofHours(5));

        TimeBudget resumed = paused.resume(MONDAY_TEN);
        assertThat(resumed.dueAt(null)).contains(MONDAY_TEN.plus(Duration.ofHours(43)));
        assertThat(resumed.ledger()).hasSize(2);
        assertThat(resumed.ledger().get(0).isPause()).isFalse();
        assertThat(resumed.ledger().get(1).why()).isEqualTo("waiting for the customer");
    }

    @Test
    void aPauseOnTheWorkingClockCountsWhatWasOpenBeforeIt() {
        TimeBudget resumed = TimeBudget.of(Duration.ofHours(8), WORKING)
                .start(FRIDAY_NOON)
                .pause(Instant.parse("2026-07-03T20:00:00Z"), "part missing", OFFICE)
                .resume(MONDAY_TEN);
        assertThat(resumed.used()).isEqualTo(Duration.ofHours(5));
        assertThat(resumed.dueAt(OFFICE)).contains(Instant.parse("2026-07-06T13:00:00Z"));
    }

    @Test
    void aChangedCalendarDoesNotRewriteWhatWasUsed() {
        Instant change = Instant.parse("2026-07-06T09:00:00Z");
        TimeBudget budget =
                TimeBudget.of(Duration.ofHours(8), WORKING).start(FRIDAY_NOON).calendarChanged(change, OFFICE);
        assertThat(budget.used())
                .as("5 h on Friday; with the new calendar it would have been 29 h")
                .isEqualTo(Duration.ofHours(5));
        assertThat(budget.dueAt(LONG_DAYS)).contains(Instant.parse("2026-07-06T12:00:00Z"));
        TimeBudget stopped = budget.stop(Instant.parse("2026-07-06T11:00:00Z"), LONG_DAYS);
        assertThat(stopped.used()).isEqualTo(Duration.ofHours(7));
        assertThat(stopped.ledger())
                .extracting(TimeBudget.Stretch::calendarVersion)
                .containsExactly(1, 2);
    }

    @Test
    void aCalendarChangeDoesNotTouchAPauseOrTheElapsedClock() {
        TimeBudget paused =
                TimeBudget.of(Duration.ofHours(8), WORKING).start(FRIDAY_NOON).pause(FRIDAY_NOON, "at once", OFFICE);
        assertThat(paused.calendarChanged(MONDAY_TEN, OFFICE)).isEqualTo(paused);
        TimeBudget elapsed = TimeBudget.of(Duration.ofHours(8), ELAPSED).start(FRIDAY_NOON);
        assertThat(elapsed.calendarChanged(MONDAY_TEN, OFFICE)).isEqualTo(elapsed);
    }

    @Test
    void aStoppedBudgetKeepsWhatItUsed() {
        TimeBudget stopped =
                TimeBudget.of(Duration.ofHours(1), ELAPSED).start(FRIDAY_NOON).stop(FRIDAY_NOON.plusSeconds(600), null);
        assertThat(stopped.used(MONDAY_TEN, null)).isEqualTo(Duration.ofMinutes(10));
        assertThat(stopped.dueAt(null)).isEmpty();
    }

    @Test
    void alreadyUsedUpIsDueFromTheMomentItRunsAgain() {
        TimeBudget resumed = TimeBudget.of(Duration.ofHours(1), ELAPSED)
                .start(FRIDAY_NOON)
                .pause(FRIDAY_NOON.plus(Duration.ofHours(2)), "late", null)
                .resume(MONDAY_TEN);
        assertThat(resumed.dueAt(null)).contains(MONDAY_TEN);
    }

    @Test
    void stepsThatDoNotFitAreErrors() {
        TimeBudget fresh = TimeBudget.of(Duration.ofHours(1), ELAPSED);
        assertThatThrownBy(() -> fresh.resume(FRIDAY_NOON)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fresh.stop(FRIDAY_NOON, null)).isInstanceOf(IllegalStateException.class);
        TimeBudget running = fresh.start(FRIDAY_NOON);
        assertThatThrownBy(() -> running.start(FRIDAY_NOON)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> running.pause(FRIDAY_NOON.minusSeconds(1), "back in time", null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> running.pause(FRIDAY_NOON, " ", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimeBudget.of(Duration.ZERO, ELAPSED)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLedgerIsBoundedAndAlwaysHasRoomToResumeAndStop() {
        TimeBudget budget = TimeBudget.of(Duration.ofHours(1), ELAPSED).start(FRIDAY_NOON);
        Instant at = FRIDAY_NOON;
        while (budget.hasRoomForPause()) {
            at = at.plusSeconds(1);
            budget = budget.pause(at, "again", null).resume(at);
        }
        TimeBudget full = budget;
        Instant now = at.plusSeconds(1);
        assertThatThrownBy(() -> full.pause(now, "once more", null)).hasMessageContaining("stretches");
        assertThat(full.stop(now, null).ledger()).hasSizeLessThanOrEqualTo(TimeBudget.MAX_STRETCHES);
    }

    @Test
    void survivesJsonInEveryPhase() throws Exception {
        TimeBudget fresh = TimeBudget.of(Duration.ofHours(8), WORKING);
        TimeBudget running = fresh.start(FRIDAY_NOON);
        TimeBudget paused = running.pause(MONDAY_TEN, "waiting", OFFICE);
        TimeBudget stopped = paused.resume(MONDAY_TEN).stop(MONDAY_TEN.plusSeconds(60), OFFICE);
        for (TimeBudget budget : new TimeBudget[] {fresh, running, paused, stopped}) {
            String json = Json.MAPPER.writeValueAsString(budget);
            assertThat(Json.MAPPER.readValue(json, TimeBudget.class)).isEqualTo(budget);
        }
    }
}
