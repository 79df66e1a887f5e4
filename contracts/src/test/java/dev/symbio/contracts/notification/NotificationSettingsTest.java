package dev.symbio.contracts.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.notification.NotificationCommand.Collect;
import dev.symbio.contracts.notification.NotificationCommand.Configure;
import dev.symbio.contracts.notification.NotificationCommand.FollowCalendar;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.ReplayEquality;
import dev.symbio.platform.entity.ReplayEquality.Step;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NotificationSettingsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Principal ADMIN = Principal.of("ann", ACME);
    private static final Principal SYSTEM = Principal.system(ACME);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final WorkingDays OFFICE = WorkingDays.of(WorkingCalendar.officeHours(BERLIN));
    private static final Instant FRIDAY = Instant.parse("2026-07-03T12:00:00Z");

    private static Configure digests(List<String> times, List<String> days) {
        return new Configure(times, days, null, BERLIN, OFFICE);
    }

    private static Decision<NotificationEvent> decide(
            NotificationSettings settings, NotificationCommand command, Principal by, Instant now) {
        return NotificationSettings.KIND.decide(
                settings, command, new Context(NotificationSettings.of(ACME), now, by, "c"));
    }

    private static NotificationSettings after(NotificationSettings settings, NotificationCommand command, Instant now) {
        Principal by = command instanceof Configure ? ADMIN : SYSTEM;
        Decision<NotificationEvent> decision = decide(settings, command, by, now);
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return NotificationSettings.KIND.evolve(settings, ((Decision.Accepted<NotificationEvent>) decision).events());
    }

    private static NotificationSettings configured(Instant now, List<String> times, String... days) {
        return after(NotificationSettings.NONE, digests(times, List.of(days)), now);
    }

    private static List<String> faults(Configure wanted) {
        return ((Decision.Rejected<NotificationEvent>) decide(NotificationSettings.NONE, wanted, ADMIN, FRIDAY))
                .rejection().errors().stream().map(Fault::code).toList();
    }

    /** The next digests, each collected when it is due. */
    private static List<Instant> next(NotificationSettings settings, int count) {
        List<Instant> digests = new ArrayList<>();
        NotificationSettings state = settings;
        for (int i = 0; i < count; i++) {
            Deadline deadline =
                    NotificationSettings.KIND.deadlines(state).iterator().next();
            assertThat(state.nextDigest()).contains(deadline.dueAt());
            digests.add(deadline.dueAt());
            state = after(state, NotificationSettings.KIND.commandWhenDue(state, deadline), deadline.dueAt());
        }
        return digests;
    }

    private static List<Instant> instants(String... texts) {
        return List.of(texts).stream().map(Instant::parse).toList();
    }

    @Test
    void nothingSetTellsAtOnceAndWaitsForNothing() {
        assertThat(NotificationSettings.NONE.rules().atOnce()).isTrue();
        assertThat(NotificationSettings.KIND.deadlines(NotificationSettings.NONE))
                .isEmpty();
        NotificationSettings atOnce = configured(FRIDAY, List.of());
        assertThat(atOnce.version()).isEqualTo(1);
        assertThat(atOnce.nextDigest()).isEmpty();
    }

    @Test
    void digestsComeOnWorkingDaysInLocalTimeWhateverTheOrderTheyAreGivenIn() {
        assertThat(next(configured(FRIDAY, List.of("16:30", "08:00")), 3))
                .isEqualTo(instants("2026-07-03T14:30:00Z", "2026-07-06T06:00:00Z", "2026-07-06T14:30:00Z"));
    }

    @Test
    void digestsComeOnTheDaysThatAreNamedAndHolidaysDoNotMatterThen() {
        assertThat(next(configured(FRIDAY, List.of("08:00"), "sunday"), 2))
                .isEqualTo(instants("2026-07-05T06:00:00Z", "2026-07-12T06:00:00Z"));
    }

    @Test
    void aHolidayHasNoDigestAndANewCalendarIsFollowed() {
        NotificationSettings settings = configured(FRIDAY, List.of("08:00"));
        WorkingDays withHoliday = new WorkingDays(OFFICE.week(), new TreeSet<>(List.of(LocalDate.parse("2026-07-06"))));
        assertThat(next(after(settings, new FollowCalendar(withHoliday), FRIDAY), 1))
                .isEqualTo(instants("2026-07-07T06:00:00Z"));
        NotificationSettings named = configured(FRIDAY, List.of("08:00"), "monday");
        assertThat(after(named, new FollowCalendar(withHoliday), FRIDAY)).isEqualTo(named);
        assertThat(decide(settings, new FollowCalendar(withHoliday), ADMIN, FRIDAY))
                .isInstanceOf(Decision.Rejected.class);
    }

    @Test
    void aTimeThatTheClockSkipsComesLaterAndOneThatItShowsTwiceCountsOnce() {
        Instant beforeSpring = Instant.parse("2027-03-27T12:00:00Z");
        assertThat(next(configured(beforeSpring, List.of("02:30"), "saturday", "sunday", "monday"), 2))
                .isEqualTo(instants("2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"));
        assertThat(next(configured(beforeSpring, List.of("02:30", "03:30"), "sunday"), 2))
                .as("both fall on the same instant")
                .isEqualTo(instants("2027-03-28T01:30:00Z", "2027-04-04T00:30:00Z"));
        Instant beforeAutumn = Instant.parse("2026-10-24T12:00:00Z");
        assertThat(next(configured(beforeAutumn, List.of("02:30"), "sunday", "monday"), 2))
                .isEqualTo(instants("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
    }

    @Test
    void whatFellDueWhileNothingRanIsOneDigest() {
        NotificationSettings settings = configured(FRIDAY, List.of("08:00", "16:00"));
        Instant late = Instant.parse("2026-07-09T10:00:00Z");
        NotificationSettings collected = after(settings, new Collect(LocalDateTime.parse("2026-07-03T16:00")), late);
        assertThat(collected.nextDigest()).contains(Instant.parse("2026-07-09T14:00:00Z"));
        assertThat(after(collected, new Collect(LocalDateTime.parse("2026-07-03T16:00")), late))
                .as("it is over")
                .isEqualTo(collected);
        assertThat(decide(settings, new Collect(LocalDateTime.parse("2026-07-03T16:00")), ADMIN, late))
                .isInstanceOf(Decision.Rejected.class);
    }

    @Test
    void aCalendarOfHolidaysHasNoDigest() {
        Configure closed = new Configure(
                List.of("08:00"), null, null, BERLIN, new WorkingDays(new TreeSet<>(), OFFICE.holidays()));
        assertThat(after(NotificationSettings.NONE, closed, FRIDAY).nextDigest())
                .isEqualTo(Optional.empty());
    }

    @Test
    void refusesWhatCannotBeFollowedNamingEveryPlace() {
        assertThat(faults(digests(
                        List.of("8:00", "24:00", "08:00:30", "08:00", "08:00"), List.of("Monday", "friday", "friday"))))
                .containsExactly(
                        "notification.time",
                        "notification.time",
                        "notification.time",
                        "notification.time-repeated",
                        "notification.day",
                        "notification.day-repeated");
        assertThat(faults(digests(null, List.of("monday")))).containsExactly("notification.days-without-times");
        assertThat(faults(new Configure(null, null, "de", BERLIN, OFFICE))).containsExactly("notification.language");
        assertThat(faults(digests(Collections.nCopies(13, "08:00"), null)))
                .containsExactly("notification.too-many-times");
        assertThat(faults(digests(Collections.singletonList(null), null))).containsExactly("notification.time");
        assertThat(decide(
                        NotificationSettings.NONE,
                        digests(null, null),
                        Principal.of("eve", new TenantId("evil")),
                        FRIDAY))
                .isInstanceOf(Decision.Rejected.class);
    }

    @Property(tries = 300)
    void liveStateIsReplayedStateAndTheNextDigestIsAlwaysAhead(@ForAll long seed) {
        Random random = new Random(seed);
        List<Step<NotificationCommand>> steps = new ArrayList<>();
        Instant at = FRIDAY;
        for (int i = 0; i < 50; i++) {
            at = at.plusSeconds(random.nextInt(100_000));
            NotificationCommand command = any(random, at);
            steps.add(new Step<>(command, command instanceof Configure ? ADMIN : SYSTEM, at));
        }
        NotificationSettings state = ReplayEquality.check(
                        NotificationSettings.KIND, NotificationSettings.of(ACME), steps)
                .state();
        state.nextDigest().ifPresent(next -> assertThat(next).isAfter(state.since()));
    }

    private static NotificationCommand any(Random random, Instant at) {
        return switch (random.nextInt(4)) {
            case 0 -> digests(random.nextBoolean() ? List.of("08:00", "12:15") : List.of(), List.of());
            case 1 -> digests(List.of("0" + random.nextInt(10) + ":00"), List.of("tuesday", "sunday"));
            case 2 ->
                new FollowCalendar(
                        new WorkingDays(OFFICE.week(), new TreeSet<>(List.of(LocalDate.ofInstant(at, BERLIN)))));
            default ->
                new Collect(LocalDateTime.ofInstant(at, BERLIN).toLocalDate().atTime(8, 0));
        };
    }
}
