package dev.symbio.tenants.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.WorkingCalendar;
import dev.symbio.tenants.tenant.TenantCommand.ChangeCalendar;
import dev.symbio.tenants.tenant.TenantCommand.Create;
import dev.symbio.tenants.tenant.TenantCommand.NewMember;
import dev.symbio.tenants.tenant.TenantCommand.Redact;
import dev.symbio.tenants.tenant.TenantCommand.RedactMember;
import dev.symbio.tenants.tenant.TenantCommand.RemoveMember;
import dev.symbio.tenants.tenant.TenantCommand.SetContact;
import dev.symbio.tenants.tenant.TenantCommand.SetMember;
import dev.symbio.tenants.tenant.TenantEvent.CalendarChanged;
import dev.symbio.tenants.tenant.TenantEvent.Created;
import dev.symbio.tenants.tenant.TenantEvent.MemberChanged;
import dev.symbio.tenants.tenant.TenantEvent.MemberJoined;
import dev.symbio.tenants.tenant.TenantEvent.MemberLeft;
import dev.symbio.tenants.tenant.TenantEvent.MemberRedacted;
import dev.symbio.tenants.tenant.TenantEvent.Redacted;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A company, its working calendar and its members by subject. Before the first event all but the members is null.
 *
 * @param redactedAt when all that its people had written was destroyed; null while it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tenant(
        TenantId id,
        String name,
        TenantKind kind,
        ZoneId zone,
        WorkingCalendar calendar,
        PMap<String, Member> members,
        Instant createdAt,
        Instant redactedAt) {
    public static final int MAX_NAME_CHARS = 200;
    public static final int MAX_MEMBERS = 5_000;
    public static final int MAX_MEMBERS_AT_CREATION = 100;
    /** The tenant that runs the platform. */
    public static final TenantId OPERATOR_ID = new TenantId("symbio");

    public static final Tenant NONE = new Tenant(null, null, null, null, null, HashTreePMap.empty(), null, null);

    public static final EntityKind<TenantCommand, TenantEvent, Tenant> KIND = EntityKind.of(
                    "tenant", TenantCommand.class, TenantEvent.class, NONE)
            .decides(Create.class, Tenant::create)
            .decides(ChangeCalendar.class, Tenant::changeCalendar)
            .decides(SetMember.class, Tenant::setMember)
            .decides(SetContact.class, Tenant::setContact)
            .decides(RemoveMember.class, Tenant::removeMember)
            .decides(RedactMember.class, Redaction::ofMember)
            .decides(Redact.class, Redaction::ofTenant)
            .evolves("created", 1, Created.class, Tenant::created)
            .evolves("calendar-changed", 1, CalendarChanged.class, Tenant::calendarChanged)
            .evolves("member-joined", 1, MemberJoined.class, Tenant::memberJoined)
            .evolves("member-changed", 1, MemberChanged.class, Tenant::memberChanged)
            .evolves("member-left", 1, MemberLeft.class, Tenant::memberLeft)
            .evolves("member-redacted", 1, MemberRedacted.class, Redaction::memberRedacted)
            .evolves("redacted", 1, Redacted.class, Redaction::redacted)
            .snapshotEvery(200)
            .build();

    private static final String ONLY_ID = "self";

    /** A tenant is the one entity of its kind within itself. */
    public static EntityRef ref(TenantId tenant) {
        return KIND.ref(tenant, ONLY_ID);
    }

    public Set<Role> rolesOf(String subject) {
        Member member = members.get(subject);
        return member == null ? Set.of() : member.roles();
    }

    public boolean exists() {
        return id != null;
    }

    private Decision<TenantEvent> create(Create command, Context context) {
        TenantId wanted = context.entity().tenant();
        if (!context.entity().equals(ref(wanted))
                || !(isOperator(context) || context.principal().isSystem())) {
            return Decision.rejected(notFound());
        }
        if (exists()) {
            return Decision.rejected(Rejection.conflict(
                    "tenant.exists", "Expected a tenant id that is free but " + wanted + " is taken."));
        }
        TenantInput input = new TenantInput(wanted.equals(OPERATOR_ID));
        List<NewMember> newMembers = command.members() == null ? List.of() : command.members();
        input.name(command.name());
        input.kind(command.kind());
        input.zone(command.zone());
        input.members(newMembers);
        if (command.calendar() != null) {
            input.calendar("/calendar", command.calendar());
        }
        if (!input.faults().isEmpty()) {
            return Decision.rejected(invalid(input));
        }
        ZoneId home = ZoneId.of(command.zone());
        return Decision.events(new Created(
                wanted,
                command.name().strip(),
                TenantInput.kindOf(command.kind()),
                home,
                command.calendar() == null
                        ? WorkingCalendar.officeHours(home)
                        : command.calendar().calendar(1, home),
                newMembers.stream()
                        .map(m -> TenantInput.memberOf(m.subject(), m.name(), m.roles()))
                        .toList(),
                context.now()));
    }

    private Decision<TenantEvent> changeCalendar(ChangeCalendar command, Context context) {
        if (hiddenFrom(context)) {
            return Decision.rejected(notFound());
        }
        TenantInput input = new TenantInput(isOperatorTenant());
        input.calendar("", command.calendar());
        if (!input.faults().isEmpty()) {
            return Decision.rejected(invalid(input));
        }
        WorkingCalendar next = command.calendar().calendar(calendar.version(), zone);
        return next.equals(calendar)
                ? Decision.nothing()
                : Decision.events(new CalendarChanged(next.withVersion(calendar.version() + 1)));
    }

    private Decision<TenantEvent> setMember(SetMember command, Context context) {
        if (hiddenFrom(context)) {
            return Decision.rejected(notFound());
        }
        TenantInput input = new TenantInput(isOperatorTenant());
        Member before = command.subject() == null ? null : members.get(command.subject());
        if (before == null) {
            input.newMember("", command.subject(), command.name(), command.roles());
        } else {
            input.member("", command.subject(), command.name(), command.roles());
        }
        if (!input.faults().isEmpty()) {
            return Decision.rejected(invalid(input));
        }
        Member entry = TenantInput.memberOf(command.subject(), command.name(), command.roles());
        Member next = before == null ? entry : entry.withContact(before.mail(), before.language());
        if (before == null && members.size() >= MAX_MEMBERS) {
            return Decision.rejected(Rejection.conflict(
                    "tenant.full", "Expected at most " + MAX_MEMBERS + " members but this would be one more."));
        }
        if (before == null) {
            return Decision.events(new MemberJoined(next));
        }
        if (before.equals(next)) {
            return Decision.nothing();
        }
        return !next.roles().contains(keeper()) && isLastKeeper(before)
                ? Decision.rejected(lastKeeper())
                : Decision.events(new MemberChanged(next));
    }

    private Decision<TenantEvent> setContact(SetContact command, Context context) {
        if (hiddenFrom(context)) {
            return Decision.rejected(notFound());
        }
        Member before = command.subject() == null ? null : members.get(command.subject());
        if (before == null) {
            return Decision.rejected(noMember());
        }
        TenantInput input = new TenantInput(isOperatorTenant());
        input.contact(command.mail(), command.language());
        if (!input.faults().isEmpty()) {
            return Decision.rejected(invalid(input));
        }
        Language language = Language.tagged(command.language()).orElse(null);
        Member next = before.withContact(command.mail(), language);
        return next.equals(before) ? Decision.nothing() : Decision.events(new MemberChanged(next));
    }

    private Decision<TenantEvent> removeMember(RemoveMember command, Context context) {
        if (hiddenFrom(context)) {
            return Decision.rejected(notFound());
        }
        Member member = command.subject() == null ? null : members.get(command.subject());
        if (member == null) {
            return Decision.rejected(noMember());
        }
        return isLastKeeper(member)
                ? Decision.rejected(lastKeeper())
                : Decision.events(new MemberLeft(member.subject()));
    }

    private Tenant created(Created event) {
        PMap<String, Member> first = HashTreePMap.empty();
        for (Member member : event.members()) {
            first = first.plus(member.subject(), member);
        }
        return new Tenant(
                event.id(), event.name(), event.kind(), event.zone(), event.calendar(), first, event.at(), null);
    }

    private Tenant calendarChanged(CalendarChanged event) {
        return new Tenant(id, name, kind, zone, event.calendar(), members, createdAt, redactedAt);
    }

    private Tenant memberJoined(MemberJoined event) {
        return withMembers(members.plus(event.member().subject(), event.member()));
    }

    private Tenant memberChanged(MemberChanged event) {
        return withMembers(members.plus(event.member().subject(), event.member()));
    }

    private Tenant memberLeft(MemberLeft event) {
        return withMembers(members.minus(event.subject()));
    }

    Tenant withMembers(PMap<String, Member> next) {
        return new Tenant(id, name, kind, zone, calendar, next, createdAt, redactedAt);
    }

    /** The role without which nobody could let anybody in again. */
    private Role keeper() {
        return isOperatorTenant() ? Role.OPERATOR : Role.ADMIN;
    }

    boolean isLastKeeper(Member member) {
        return member.roles().contains(keeper())
                && members.values().stream()
                                .filter(m -> m.roles().contains(keeper()) && Member.isSubject(m.subject()))
                                .limit(2)
                                .count()
                        == 1;
    }

    Rejection lastKeeper() {
        return Rejection.conflict(
                "tenant.last-" + (isOperatorTenant() ? "operator" : "admin"),
                "Expected another member with the role " + keeper() + " to remain but this is the last one.");
    }

    boolean isOperatorTenant() {
        return OPERATOR_ID.equals(id);
    }

    boolean hiddenFrom(Context context) {
        return !exists() || !(context.tenant().equals(id) || isOperator(context));
    }

    static boolean isOperator(Context context) {
        return context.tenant().equals(OPERATOR_ID);
    }

    static Rejection noMember() {
        return Rejection.notFound("tenant.member-not-found", "Expected a member of this tenant but found none.");
    }

    static Rejection notFound() {
        return Rejection.notFound(
                "tenant.not-found", "Expected a tenant but there is none, or it is not yours to see.");
    }

    static Rejection invalid(TenantInput input) {
        return Rejection.invalid(
                "tenant.invalid",
                "Expected a valid request but found " + input.faults().size() + " fault(s).",
                input.faults());
    }
}
