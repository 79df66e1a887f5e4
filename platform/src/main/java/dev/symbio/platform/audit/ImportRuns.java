package dev.symbio.platform.audit;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table {@code import_run}. Blocking. */
public final class ImportRuns {
    private record Run(long checkpoint, String document, boolean finished) {}

    private ImportRuns() {}

    /** Tenants whose import was interrupted. */
    public static List<TenantId> unfinished(Jdbi sql) {
        return sql.withHandle(handle -> handle.createQuery(
                        "select tenant_id from import_run where finished_at is null order by tenant_id")
                .map((row, context) -> new TenantId(row.getString(1)))
                .list());
    }

    /**
     * Whether an import may begin or go on.
     *
     * @throws ImportRefused if the system has a history of its own, or another import of the tenant
     */
    static void begin(Handle sql, TenantId tenant, Checkpoint.Signed upTo, Instant now) {
        List<String> own = sql.createQuery("select distinct tenant_id from chain_head"
                        + " where tenant_id not in (select tenant_id from import_run) order by tenant_id")
                .mapTo(String.class)
                .list();
        if (!own.isEmpty()) {
            throw new ImportRefused("Expected an empty system but it has a history of " + String.join(", ", own) + ".");
        }
        Optional<Run> before = find(sql, tenant);
        if (before.isEmpty()) {
            sql.execute(
                    "insert into import_run (tenant_id, checkpoint, document_hash, begun_at) values (?, ?, ?, ?)",
                    tenant.value(),
                    upTo.read().number(),
                    upTo.hash(),
                    now.atOffset(ZoneOffset.UTC));
            return;
        }
        if (before.get().finished()) {
            throw new ImportRefused("Tenant " + tenant + " has been imported already, up to checkpoint "
                    + before.get().checkpoint() + ".");
        }
        if (!before.get().document().equals(upTo.hash())) {
            throw new ImportRefused("An import of tenant " + tenant + " up to checkpoint "
                    + before.get().checkpoint() + " has begun: expected that export again.");
        }
    }

    static void finish(Handle sql, TenantId tenant, Instant now) {
        sql.execute(
                "update import_run set finished_at = ? where tenant_id = ?",
                now.atOffset(ZoneOffset.UTC),
                tenant.value());
    }

    private static Optional<Run> find(Handle sql, TenantId tenant) {
        return sql.createQuery(
                        "select checkpoint, document_hash, finished_at from import_run where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .map((row, context) -> new Run(row.getLong(1), row.getString(2), row.getObject(3) != null))
                .findOne();
    }
}
