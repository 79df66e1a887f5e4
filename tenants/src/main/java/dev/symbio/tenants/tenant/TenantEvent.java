package dev.symbio.tenants.tenant;

import dev.symbio.platform.entity.TenantId;
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

    record MemberLeft(String subject) implements TenantEvent {}
}
