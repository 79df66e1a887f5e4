package dev.symbio.contracts.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When a tenant's people are told. One entity per tenant; the next digest is its deadline.
 *
 * @param version 0 while nothing has been set
 * @param zone of the digest times; null while nothing has been set, like the rest
 * @param since the next digest is after this
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationSettings(
        int version, NotificationRules rules, ZoneId zone, WorkingDays working, Instant since) {
    public static final NotificationSettings NONE =
            new NotificationSettings(0, NotificationRules.AT_ONCE, null, null, null);

    public static final EntityKind<NotificationCommand, NotificationEvent, NotificationSettings> KIND = EntityKind.of(
                    "notification-settings", NotificationCommand.class, NotificationEvent.class, NONE)
            .decides(NotificationCommand.Configure.class, NotificationSettings::configure)
            .decides(NotificationCommand.FollowCalendar.class, NotificationSettings::followCalendar)
            .decides(NotificationCommand.Collect.class, NotificationSettings::collect)
            .evolves("configured", 1, NotificationEvent.Configured.class, NotificationSettings::configured)
            .evolves("calendar-followed", 1, NotificationEvent.CalendarFollowed.class, NotificationSettings::followed)
            .evolves("digest-due", 1, NotificationEvent.DigestDue.class, NotificationSettings::collected)
            .deadlines(NotificationSettings::deadlines, NotificationSettings::whenDue)
            .build();

    private static final String SELF = "self";
    private static final String DIGEST = "digest:";
    /** A calendar can be all holidays; the next change of it is looked at again. */
    private static final int DAYS_AHEAD = 400;

    /** Where a tenant's settings are. */
    public static EntityRef of(TenantId tenant) {
        return KIND.ref(tenant, SELF);
    }

    /** When the next digest comes; empty when people are told at once, or no day for one is in sight. */
    public Optional<Instant> nextDigest() {
        return next().map(this::instant);
    }

    /** The first local time whose instant is after {@code since}. Two that fall on the same instant are one digest. */
    private Optional<LocalDateTime> next() {
        if (rules.atOnce() || since == null) {
            return Optional.empty();
        }
        LocalDate today = since.atZone(zone).toLocalDate();
        return Stream.iterate(today.minusDays(1), day -> day.plusDays(1))
                .limit(DAYS_AHEAD)
                .filter(this::hasDigests)
                .map(this::firstOn)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<LocalDateTime> firstOn(LocalDate day) {
        return rules.digestTimes().stream()
                .map(day::atTime)
                .filter(slot -> instant(slot).isAfter(since))
                .min(Comparator.comparing(this::instant));
    }

    private boolean hasDigests(LocalDate day) {
        return rules.followsCalendar() ? working.includes(day) : rules.days().contains(day.getDayOfWeek());
    }

    /**
     * A time that the clock skips in spring comes as much later as the clock was put forward; of one that it shows twice in
     * autumn, the first counts.
     */
    private Instant instant(LocalDateTime slot) {
        return slot.atZone(zone).toInstant();
    }

    private Set<Deadline> deadlines() {
        return next().map(slot -> Set.of(Deadline.elapsed(DIGEST + slot, instant(slot))))
                .orElse(Set.of());
    }

    private NotificationCommand whenDue(Deadline deadline) {
        return new NotificationCommand.Collect(
                LocalDateTime.parse(deadline.name().substring(DIGEST.length())));
    }

    private Decision<NotificationEvent> configure(NotificationCommand.Configure command, Context context) {
        if (!context.entity().equals(of(context.tenant()))) {
            return Decision.rejected(notFound());
        }
        NotificationInput input = new NotificationInput(command);
        List<Fault> faults = input.faults();
        if (!faults.isEmpty()) {
            return Decision.rejected(Rejection.invalid(
                    "notification.invalid",
                    "Expected settings that can be followed but found " + faults.size() + " fault(s).",
                    faults));
        }
        NotificationRules wanted = input.rules();
        boolean same = version > 0
                && wanted.equals(rules)
                && command.zone().equals(zone)
                && (!wanted.followsCalendar() || command.working().equals(working));
        return same
                ? Decision.nothing()
                : Decision.events(new NotificationEvent.Configured(
                        version + 1, wanted, command.zone(), command.working(), context.now()));
    }

    private Decision<NotificationEvent> followCalendar(NotificationCommand.FollowCalendar command, Context context) {
        if (!context.principal().isSystem()) {
            return Decision.rejected(notFound());
        }
        return !rules.followsCalendar() || command.working().equals(working)
                ? Decision.nothing()
                : Decision.events(new NotificationEvent.CalendarFollowed(command.working(), context.now()));
    }

    /** One digest, however many of its times went by while nothing ran. */
    private Decision<NotificationEvent> collect(NotificationCommand.Collect command, Context context) {
        if (!context.principal().isSystem()) {
            return Decision.rejected(notFound());
        }
        return next().filter(command.slot()::equals).isEmpty()
                ? Decision.nothing()
                : Decision.events(
                        new NotificationEvent.DigestDue(command.slot(), later(context.now(), command.slot())));
    }

    private Instant later(Instant now, LocalDateTime slot) {
        Instant due = instant(slot);
        return now.isBefore(due) ? due : now;
    }

    private NotificationSettings configured(NotificationEvent.Configured event) {
        return new NotificationSettings(event.version(), event.rules(), event.zone(), event.working(), event.at());
    }

    private NotificationSettings followed(NotificationEvent.CalendarFollowed event) {
        return new NotificationSettings(version, rules, zone, event.working(), event.at());
    }

    private NotificationSettings collected(NotificationEvent.DigestDue event) {
        return new NotificationSettings(version, rules, zone, working, event.at());
    }

    private static Rejection notFound() {
        return Rejection.notFound("notification.not-found", "There are no such settings, or they are not yours.");
    }
}
