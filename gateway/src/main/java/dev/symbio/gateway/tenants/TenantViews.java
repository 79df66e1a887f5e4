package dev.symbio.gateway.tenants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.CalendarSpec;
import dev.symbio.platform.time.WorkingCalendar;
import dev.symbio.tenants.tenant.Language;
import dev.symbio.tenants.tenant.Member;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Role;
import dev.symbio.tenants.tenant.Tenant;
import dev.symbio.tenants.tenant.TenantCommand.NewMember;
import dev.symbio.tenants.tenant.TenantKind;
import dev.symbio.tenants.tenant.TenantList.TenantRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What goes in and out of the tenant endpoints. */
final class TenantViews {
    private TenantViews() {}

    /**
     * A company to bring in.
     *
     * @param id its short name in all ids; made up if absent
     * @param kind a {@link TenantKind}
     * @param zone IANA time zone
     * @param calendar Monday to Friday, 09:00 to 17:00 if absent
     * @param members who may act in it from the start; at least an ADMIN, to let in others
     */
    record NewTenant(
            @Nullable TenantId id,
            String name,
            String kind,
            String zone,
            @Nullable CalendarSpec calendar,
            @Nullable List<NewMember> members) {}

    /** @param roles names of {@link Role}s */
    record MemberEntry(String subject, String name, List<String> roles) {}

    /**
     * How a member is written to.
     *
     * @param mail one address; absent for no mail
     * @param language en or zh-CN; the company's if absent
     */
    record ContactEntry(@Nullable String mail, @Nullable String language) {}

    /** Mail address and language are shown to the member and to those who manage its company, and to nobody else. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberView(
            String subject, String name, List<Role> roles, @Nullable String mail, @Nullable Language language) {
        static MemberView of(Member member, boolean withContact) {
            return new MemberView(
                    member.subject(),
                    member.name(),
                    List.copyOf(member.roles()),
                    withContact ? member.mail() : null,
                    withContact ? member.language() : null);
        }
    }

    /** All that is known of a company, for its members and the operator. */
    record TenantView(
            TenantId id,
            long seq,
            String name,
            TenantKind kind,
            ZoneId zone,
            WorkingCalendar calendar,
            List<MemberView> members,
            Instant createdAt) {
        static TenantView of(Snapshot<Tenant> snapshot, Predicate<Member> withContact) {
            Tenant tenant = snapshot.state();
            return new TenantView(
                    tenant.id(),
                    snapshot.seq(),
                    tenant.name(),
                    tenant.kind(),
                    tenant.zone(),
                    tenant.calendar(),
                    tenant.members().values().stream()
                            .sorted(Comparator.comparing(Member::subject))
                            .map(member -> MemberView.of(member, withContact.test(member)))
                            .toList(),
                    tenant.createdAt());
        }
    }

    record TenantItem(TenantId id, String name, TenantKind kind, ZoneId zone, Instant createdAt) {
        static TenantItem of(TenantRow row) {
            return new TenantItem(row.id(), row.name(), row.kind(), ZoneId.of(row.zone()), row.createdAt());
        }

        static TenantItem of(Tenant tenant) {
            return new TenantItem(tenant.id(), tenant.name(), tenant.kind(), tenant.zone(), tenant.createdAt());
        }
    }

    /** Who is calling. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Me(
            String subject,
            @Nullable String name,
            TenantId tenant,
            String tenantName,
            List<Role> roles,
            List<Permission> permissions,
            @Nullable String mail,
            @Nullable Language language) {}
}
