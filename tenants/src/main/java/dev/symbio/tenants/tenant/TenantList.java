package dev.symbio.tenants.tenant;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.DataKey;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.projection.Projection;
import dev.symbio.tenants.tenant.TenantEvent.Created;
import dev.symbio.tenants.tenant.TenantEvent.MemberChanged;
import dev.symbio.tenants.tenant.TenantEvent.MemberJoined;
import dev.symbio.tenants.tenant.TenantEvent.MemberLeft;
import dev.symbio.tenants.tenant.TenantEvent.MemberRedacted;
import dev.symbio.tenants.tenant.TenantEvent.Redacted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The read model of tenants and memberships. Pages are keyset pages: ask for what comes after the last key of the page
 * before. Queries block; run them where blocking is allowed.
 */
public final class TenantList {
    public static final int MAX_PAGE = 500;

    /** One line of the list of tenants. */
    public record TenantRow(TenantId id, String name, TenantKind kind, String zone, Instant createdAt) {}

    /** One member of one tenant. */
    public record MembershipRow(
            TenantId tenant, String tenantName, String subject, String name, SortedSet<Role> roles) {}

    public static final Projection<TenantEvent> PROJECTION = Projection.<TenantEvent>of("tenant-directory", Tenant.KIND)
            .on(Created.class, (sql, recorded) -> insert(sql, recorded.event()))
            .on(
                    MemberJoined.class,
                    (sql, recorded) -> insert(
                            sql, tenantOf(recorded.meta()), recorded.event().member()))
            .on(
                    MemberChanged.class,
                    (sql, recorded) -> update(
                            sql, tenantOf(recorded.meta()), recorded.event().member()))
            .on(
                    MemberLeft.class,
                    (sql, recorded) -> sql.execute(
                            "delete from tenant_membership where tenant_id = ? and subject = ?",
                            tenantOf(recorded.meta()).value(),
                            recorded.event().subject()))
            .on(MemberRedacted.class, TenantList::redact)
            .on(Redacted.class, TenantList::redactAll)
            .build();

    /** How a member is written to. @param mail null without an address; {@code language} null for the tenant's */
    public record Contact(String subject, String name, SortedSet<Role> roles, String mail, Language language) {}

    private final Jdbi sql;

    public TenantList(Jdbi sql) {
        this.sql = sql;
    }

    /** All tenants by id. Only the operator may be shown this. @param after the last id of the page before, or "" */
    public List<TenantRow> tenants(String after, int limit) {
        return sql.withHandle(handle -> handle.createQuery(
                        """
                        select tenant_id, display_name, kind, time_zone, created_at from tenant_directory
                        where tenant_id > :after order by tenant_id fetch first :limit rows only""")
                .bind("after", after)
                .bind("limit", bounded(limit))
                .map((row, context) -> tenantRow(row))
                .list());
    }

    /** The members of one tenant by subject. @param after the last subject of the page before, or "" */
    public List<MembershipRow> members(TenantId tenant, String after, int limit) {
        return sql.withHandle(handle -> handle.createQuery(
                        """
                        select m.tenant_id, t.display_name as tenant_name, m.subject, m.display_name, m.roles
                        from tenant_membership m join tenant_directory t on t.tenant_id = m.tenant_id
                        where m.tenant_id = :tenant and m.subject > :after order by m.subject
                        fetch first :limit rows only""")
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("limit", bounded(limit))
                .map((row, context) -> membershipRow(row))
                .list());
    }

    /**
     * The members of all tenants by tenant and subject. Only for the embedded issuer, which lets a person choose who to
     * be, and the operator.
     *
     * @param afterTenant tenant of the last row of the page before, or ""
     * @param afterSubject subject of that row, or ""
     */
    public List<MembershipRow> memberships(String afterTenant, String afterSubject, int limit) {
        return sql.withHandle(handle -> handle.createQuery(
                        """
                        select m.tenant_id, t.display_name as tenant_name, m.subject, m.display_name, m.roles
                        from tenant_membership m join tenant_directory t on t.tenant_id = m.tenant_id
                        where m.tenant_id > :tenant or (m.tenant_id = :tenant and m.subject > :subject)
                        order by m.tenant_id, m.subject fetch first :limit rows only""")
                .bind("tenant", afterTenant)
                .bind("subject", afterSubject)
                .bind("limit", bounded(limit))
                .map((row, context) -> membershipRow(row))
                .list());
    }

    public static boolean isMember(Handle sql, TenantId tenant, String subject) {
        return sql.createQuery(
                                "select count(*) from tenant_membership where tenant_id = :tenant and subject = :subject")
                        .bind("tenant", tenant.value())
                        .bind("subject", subject)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** All members of a tenant, with how they are written to. */
    public static List<Contact> contacts(Handle sql, TenantId tenant) {
        return sql.createQuery("select subject, display_name, roles, mail, language from tenant_membership"
                        + " where tenant_id = :tenant order by subject")
                .bind("tenant", tenant.value())
                .map((row, context) -> new Contact(
                        row.getString("subject"),
                        row.getString("display_name"),
                        roles(row),
                        row.getString("mail"),
                        Language.tagged(row.getString("language")).orElse(null)))
                .list();
    }

    private static int bounded(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("Expected a page of 1 to " + MAX_PAGE + " rows but got " + limit + ".");
        }
        return limit;
    }

    private static void redact(Handle sql, Recorded<MemberRedacted> recorded) {
        MemberRedacted event = recorded.event();
        TenantId tenant = tenantOf(recorded.meta());
        DataKeys.destroy(sql, tenant, event.subject(), destroyed(recorded.meta(), event.reason(), event.at()));
        sql.execute(
                "delete from tenant_membership where tenant_id = ? and subject in (?, ?)",
                tenant.value(),
                event.subject(),
                event.named() == null ? event.subject() : event.named());
    }

    private static void redactAll(Handle sql, Recorded<Redacted> recorded) {
        TenantId tenant = tenantOf(recorded.meta());
        Redacted event = recorded.event();
        DataKeys.destroy(sql, tenant, null, destroyed(recorded.meta(), event.reason(), event.at()));
        sql.execute("delete from tenant_membership where tenant_id = ?", tenant.value());
    }

    private static DataKey.Destroyed destroyed(EventMeta meta, String reason, Instant at) {
        return new DataKey.Destroyed(at, meta.by().subject(), meta.by().tenant().value(), reason);
    }

    private static TenantId tenantOf(EventMeta meta) {
        return meta.entity().tenant();
    }

    private static void insert(Handle sql, Created event) {
        sql.execute(
                "insert into tenant_directory (tenant_id, display_name, kind, time_zone, created_at)"
                        + " values (?, ?, ?, ?, ?)",
                event.id().value(),
                event.name(),
                event.kind().name(),
                event.zone().getId(),
                event.at().atOffset(ZoneOffset.UTC));
        event.members().forEach(member -> insert(sql, event.id(), member));
    }

    private static void insert(Handle sql, TenantId tenant, Member member) {
        sql.execute(
                "insert into tenant_membership (tenant_id, subject, display_name, roles, mail, language)"
                        + " values (?, ?, ?, ?, ?, ?)",
                tenant.value(),
                member.subject(),
                member.name(),
                joined(member.roles()),
                member.mail(),
                tag(member));
    }

    private static void update(Handle sql, TenantId tenant, Member member) {
        sql.execute(
                "update tenant_membership set display_name = ?, roles = ?, mail = ?, language = ?"
                        + " where tenant_id = ? and subject = ?",
                member.name(),
                joined(member.roles()),
                member.mail(),
                tag(member),
                tenant.value(),
                member.subject());
    }

    private static String tag(Member member) {
        return member.language() == null ? null : member.language().tag();
    }

    private static String joined(SortedSet<Role> roles) {
        return roles.stream().map(Role::name).collect(Collectors.joining(","));
    }

    private static TenantRow tenantRow(ResultSet row) throws SQLException {
        return new TenantRow(
                new TenantId(row.getString("tenant_id")),
                row.getString("display_name"),
                TenantKind.valueOf(row.getString("kind")),
                row.getString("time_zone"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static MembershipRow membershipRow(ResultSet row) throws SQLException {
        return new MembershipRow(
                new TenantId(row.getString("tenant_id")),
                row.getString("tenant_name"),
                row.getString("subject"),
                row.getString("display_name"),
                roles(row));
    }

    private static SortedSet<Role> roles(ResultSet row) throws SQLException {
        return Arrays.stream(row.getString("roles").split(","))
                .map(Role::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
