package dev.symbio.tenants.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Subject;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** What happens to a tenant. */
public sealed interface TenantEvent {
    record Created(
            TenantId id,
            String name,
            TenantKind kind,
            ZoneId zone,
            WorkingCalendar calendar,
            List<Member> members,
            Instant at)
            implements TenantEvent {
        public Created {
            members = List.copyOf(members);
        }
    }

    /** The calendar carries its new version. */
    record CalendarChanged(WorkingCalendar calendar) implements TenantEvent {}

    record MemberJoined(Member member) implements TenantEvent {}

    record MemberChanged(Member member) implements TenantEvent {}

    /**
     * The person's data key is destroyed by this, and the person is no member any more.
     *
     * @param named the name, where events from before names were stored apart have it anyway; else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberRedacted(@Subject String subject, String named, String reason, Instant at) implements TenantEvent {}

    /** All data keys of the tenant are destroyed by this, and nobody is a member any more. */
    record Redacted(String reason, Instant at) implements TenantEvent {}

    record MemberLeft(@Subject String subject) implements TenantEvent {}
}
