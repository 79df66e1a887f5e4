package dev.symbio.contracts.notification;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.tenant.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** The inbox of one person: what is for the person, and what is for a role that the person has. Blocking. */
public final class Inbox {
    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};
    private static final String MINE =
            " tenant_id = :tenant and (subject = :subject or (subject = '' and role in (<roles>)))";

    /** Whose inbox. */
    public record Reader(TenantId tenant, String subject, Collection<Role> roles) {}

    /**
     * One entry.
     *
     * @param subject for whom it is; null when it is for all with the role
     * @param role for whom it is, when it is not for one person; else null
     * @param kind of the entity that it is about
     * @param eventSeq with {@code entity}, the event that it comes from
     * @param readBy who read it first; null while it is unread
     * @param toldBy the telling that it went out with; null while it waits for a digest
     */
    public record Entry(
            String id,
            String subject,
            String role,
            String type,
            Map<String, String> facts,
            String kind,
            String entity,
            String eventId,
            long eventSeq,
            Instant happenedAt,
            Instant recordedAt,
            Instant readAt,
            String readBy,
            String toldBy) {}

    /** Where a page ended. */
    public record Position(Instant recordedAt, String id) {}

    private final Jdbi sql;

    public Inbox(Jdbi sql) {
        this.sql = sql;
    }

    /** Newest first. @param before null starts at the newest */
    public List<Entry> list(Reader reader, boolean unreadOnly, Position before, int limit) {
        return sql.withHandle(handle -> {
            var query = mine(
                            handle.createQuery("select * from inbox where" + MINE
                                    + (unreadOnly ? " and read_at is null" : "")
                                    + (before == null ? "" : " and (recorded_at, id) < (:recorded, :id)")
                                    + " order by recorded_at desc, id desc fetch first :limit rows only"),
                            reader)
                    .bind("limit", limit);
            if (before != null) {
                query.bind("recorded", before.recordedAt().atOffset(ZoneOffset.UTC))
                        .bind("id", before.id());
            }
            return query.map((row, context) -> entry(row)).list();
        });
    }

    /** Empty when there is no such entry for the reader. */
    public Optional<Entry> find(Reader reader, String id) {
        return sql.withHandle(
                handle -> mine(handle.createQuery("select * from inbox where" + MINE + " and id = :id"), reader)
                        .bind("id", id)
                        .map((row, context) -> entry(row))
                        .findOne());
    }

    /** What goes out with a telling, the oldest first. */
    public static List<Entry> toldBy(Handle sql, TenantId tenant, String telling, int limit) {
        return sql.createQuery("select * from inbox where tenant_id = :tenant and told_by = :telling"
                        + " order by recorded_at, id fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("telling", telling)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list();
    }

    public long unread(Reader reader) {
        return sql.withHandle(handle -> mine(
                        handle.createQuery("select count(*) from inbox where" + MINE + " and read_at is null"), reader)
                .mapTo(Long.class)
                .one());
    }

    /** Marks one entry as read; reading it again changes nothing. @return false when there is no such entry for the reader */
    public boolean read(Reader reader, String id, Instant now) {
        return sql.inTransaction(handle -> {
            marked(handle, reader, " and id = :id", now).bind("id", id).execute();
            return mine(handle.createQuery("select count(*) from inbox where" + MINE + " and id = :id"), reader)
                            .bind("id", id)
                            .mapTo(Long.class)
                            .one()
                    > 0;
        });
    }

    /** @return how many had been unread */
    public int readAll(Reader reader, Instant now) {
        return sql.withHandle(handle -> marked(handle, reader, "", now).execute());
    }

    private static Update marked(Handle handle, Reader reader, String which, Instant now) {
        return mine(
                        handle.createUpdate("update inbox set read_at = :now, read_by = :subject where" + MINE
                                + " and read_at is null" + which),
                        reader)
                .bind("now", now.atOffset(ZoneOffset.UTC));
    }

    private static <S extends SqlStatement<S>> S mine(S statement, Reader reader) {
        List<String> roles =
                new ArrayList<>(reader.roles().stream().map(Role::name).toList());
        if (roles.isEmpty()) {
            roles.add("");
        }
        return statement
                .bind("tenant", reader.tenant().value())
                .bind("subject", reader.subject())
                .bindList("roles", roles);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String subject = row.getString("subject");
        String role = row.getString("role");
        OffsetDateTime readAt = row.getObject("read_at", OffsetDateTime.class);
        return new Entry(
                row.getString("id"),
                subject.isEmpty() ? null : subject,
                role.isEmpty() ? null : role,
                row.getString("type"),
                Json.read(row.getString("facts"), FACTS),
                row.getString("kind"),
                row.getString("entity"),
                row.getString("event_id"),
                row.getLong("event_seq"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                readAt == null ? null : readAt.toInstant(),
                row.getString("read_by"),
                row.getString("told_by"));
    }
}
