package dev.symbio.platform.personal;

import dev.symbio.platform.entity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The table {@code data_key}. A key is live; then leaving: it is destroyed, and only the name of its person is still there, to find
 * copies of the name by; then gone. A live key whose row is not what was written is read as an altered one. Blocking.
 */
final class KeyTable {
    static final String LIVE = "live";
    static final String LEAVING = "leaving";
    static final String GONE = "gone";

    private static final String COLUMNS = "select tenant_id, key_id, subject, secret, destroyed_at, destroyed_by,"
            + " destroyed_by_tenant, reason from data_key ";
    /** Who was let in after a company's redaction is not of those whom it was about. Some clocks go ahead of others. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

    private static final String MADE_BEFORE = " and made_at <= :until";
    /** 120 bits, as random as a UUID. */
    private static final int ID_BYTES = 15;

    private static final int BOUND_AT_ONCE = 1_000;

    private final Jdbi sql;
    private final MasterKey master;

    KeyTable(Jdbi sql, MasterKey master) {
        this.sql = sql;
        this.master = master;
    }

    DataKey findOrMake(TenantId tenant, String subject, Instant now) {
        Optional<DataKey> there = find(tenant, subject);
        if (there.isPresent()) {
            return there.get();
        }
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(master.random(ID_BYTES));
        byte[] secret = master.random(DataKey.SECRET_BYTES);
        try {
            sql.useHandle(handle -> insert(handle, tenant.value(), id, subject, secret, now));
            return DataKey.of(tenant.value(), id, subject, secret);
        } catch (UnableToExecuteStatementException anotherWasFirst) {
            return find(tenant, subject).orElseThrow(() -> anotherWasFirst);
        }
    }

    /** @param altered is told the ids of keys whose rows do not open: they are left out */
    List<KeyTransfer.Line> live(Consumer<String> altered) {
        List<KeyTransfer.Line> lines = new ArrayList<>();
        sql.useHandle(handle -> handle.createQuery(COLUMNS + "where state = '" + LIVE + "' order by tenant_id, key_id")
                .map((found, context) -> row(found))
                .forEach(line -> line.secret()
                        .ifPresentOrElse(
                                secret -> lines.add(new KeyTransfer.Line(
                                        new TenantId(line.tenant()), line.id(), line.subject(), secret)),
                                () -> altered.accept(line.id()))));
        return lines;
    }

    /** Binds the secrets of rows from before they were bound to tenant and person; leaves those that do not open. */
    int bindAll() {
        int bound = 0;
        String after = "";
        List<Row> rows = unboundAfter(after);
        while (!rows.isEmpty()) {
            for (Row row : rows) {
                bound += row.secret().map(secret -> bind(row, secret)).orElse(0);
                after = row.id();
            }
            rows = unboundAfter(after);
        }
        return bound;
    }

    private List<Row> unboundAfter(String id) {
        return sql.withHandle(handle -> handle.createQuery(COLUMNS + "where state = '" + LIVE
                        + "' and octet_length(secret) = :unbound and key_id > :id order by key_id"
                        + " fetch first :limit rows only")
                .bind("unbound", WrappedSecret.UNBOUND_BYTES)
                .bind("id", id)
                .bind("limit", BOUND_AT_ONCE)
                .map((found, context) -> row(found))
                .list());
    }

    /** One that was destroyed in between, or bound by another node, stays as it is. */
    private int bind(Row row, byte[] secret) {
        return sql.withHandle(handle -> handle.createUpdate("update data_key set secret = :secret where tenant_id ="
                        + " :tenant and key_id = :id and subject = :subject and state = '" + LIVE
                        + "' and octet_length(secret) = :unbound")
                .bind("secret", WrappedSecret.wrap(master, row.tenant(), row.id(), row.subject(), secret))
                .bind("tenant", row.tenant())
                .bind("id", row.id())
                .bind("subject", row.subject())
                .bind("unbound", WrappedSecret.UNBOUND_BYTES)
                .execute());
    }

    boolean take(KeyTransfer.Line line, Instant now) {
        if (find(line.key()).isPresent() || find(line.tenant(), line.subject()).isPresent()) {
            return false;
        }
        sql.useHandle(handle -> insert(handle, line.tenant().value(), line.key(), line.subject(), line.secret(), now));
        return true;
    }

    private void insert(Handle handle, String tenant, String id, String subject, byte[] secret, Instant now) {
        handle.createUpdate("insert into data_key (tenant_id, key_id, subject, secret, state, made_at)"
                        + " values (:tenant, :id, :subject, :secret, '" + LIVE + "', :now)")
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("subject", subject)
                .bind("secret", WrappedSecret.wrap(master, tenant, id, subject, secret))
                .bind("now", utc(now))
                .execute();
    }

    Optional<DataKey> find(TenantId tenant, String subject) {
        return sql.withHandle(handle -> handle.createQuery(COLUMNS + "where tenant_id = :tenant and subject = :subject")
                .bind("tenant", tenant.value())
                .bind("subject", subject)
                .map((row, context) -> read(row))
                .findOne());
    }

    Optional<DataKey> find(String id) {
        return sql.withHandle(handle -> handle.createQuery(COLUMNS + "where key_id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    List<DataKey> newest(int limit) {
        return sql.withHandle(handle -> handle.createQuery(
                        COLUMNS + "where state = '" + LIVE + "' order by made_at desc fetch first :limit rows only")
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    List<DataKey> leaving() {
        return sql.withHandle(handle -> handle.createQuery(COLUMNS + "where state = '" + LEAVING + "'")
                .map((row, context) -> read(row))
                .list());
    }

    /** Of a tenant, newest first: all whose key was destroyed. */
    List<DataKey> destroyed(TenantId tenant, int limit) {
        return sql.withHandle(handle -> handle.createQuery(COLUMNS
                        + "where tenant_id = :tenant and destroyed_at is not null"
                        + " order by destroyed_at desc, key_id fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    /**
     * Whether any key is live that {@link #destroy} would destroy for the whole tenant. Whoever got a key within the same
     * minute, but after it was done, is not meant: then others have gone at that very time.
     */
    boolean anyLive(TenantId tenant, Instant orderedAt) {
        return sql.withHandle(handle -> handle.createQuery(
                        "select 1 from data_key where tenant_id = :tenant and state = '" + LIVE + "'"
                                + MADE_BEFORE + " and not exists (select 1 from data_key gone where"
                                + " gone.tenant_id = :tenant and gone.destroyed_at = :at) fetch first 1 rows only")
                .bind("tenant", tenant.value())
                .bind("at", utc(orderedAt))
                .bind("until", utc(orderedAt.plus(CLOCKS_DIFFER_BY)))
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    void forget(DataKey key) {
        sql.useHandle(handle -> handle.execute(
                "update data_key set state = '" + GONE + "', subject = null where tenant_id = ? and key_id = ?"
                        + " and state = '" + LEAVING + "'",
                key.tenant(),
                key.id()));
    }

    /**
     * Destroys keys that are live. Of one that was destroyed where it is from, such as before an import, it is noted.
     *
     * @param subject a name, or as it is stored; null for all keys of the tenant
     */
    static void destroy(Handle handle, TenantId tenant, String subject, DataKey.Destroyed how) {
        String id = subject == null ? null : Mark.keyOfName(subject).orElse(null);
        String which = id != null ? " and key_id = :id" : subject != null ? " and subject = :subject" : MADE_BEFORE;
        int destroyed = handle.createUpdate("update data_key set secret = null, state = '" + LEAVING
                        + "', destroyed_at = :at, destroyed_by = :by, destroyed_by_tenant = :byTenant, reason = :why"
                        + " where tenant_id = :tenant and state = '" + LIVE + "'" + which)
                .bindMap(facts(tenant, how))
                .bind("until", how.at().plus(CLOCKS_DIFFER_BY).atOffset(ZoneOffset.UTC))
                .bind("id", id)
                .bind("subject", subject)
                .execute();
        if (destroyed == 0 && id != null && !isThere(handle, id)) {
            handle.createUpdate("insert into data_key (tenant_id, key_id, state, made_at, destroyed_at, destroyed_by,"
                            + " destroyed_by_tenant, reason) values (:tenant, :id, '" + GONE
                            + "', :at, :at, :by, :byTenant, :why)")
                    .bindMap(facts(tenant, how))
                    .bind("id", id)
                    .execute();
        }
    }

    private static Map<String, Object> facts(TenantId tenant, DataKey.Destroyed how) {
        return Map.of(
                "tenant",
                tenant.value(),
                "at",
                utc(how.at()),
                "by",
                how.by(),
                "byTenant",
                how.byTenant(),
                "why",
                how.why());
    }

    private static boolean isThere(Handle handle, String id) {
        return handle.createQuery("select 1 from data_key where key_id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private DataKey read(ResultSet row) throws SQLException {
        String tenant = row.getString(1);
        String id = row.getString(2);
        String subject = row.getString(3);
        OffsetDateTime destroyedAt = row.getObject(5, OffsetDateTime.class);
        if (destroyedAt != null) {
            return DataKey.destroyed(
                    tenant,
                    id,
                    subject,
                    new DataKey.Destroyed(
                            destroyedAt.toInstant(), row.getString(6), row.getString(7), row.getString(8)));
        }
        return row(row).secret()
                .map(secret -> DataKey.of(tenant, id, subject, secret))
                .orElseGet(() -> DataKey.altered(id));
    }

    /** @param secret empty if it does not open */
    private record Row(String tenant, String id, String subject, Optional<byte[]> secret) {}

    private Row row(ResultSet row) throws SQLException {
        String tenant = row.getString(1);
        String id = row.getString(2);
        String subject = row.getString(3);
        return new Row(tenant, id, subject, WrappedSecret.unwrap(master, tenant, id, subject, row.getBytes(4)));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
