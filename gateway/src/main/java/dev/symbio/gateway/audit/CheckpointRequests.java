package dev.symbio.gateway.audit;

import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.audit.Checkpoints;
import dev.symbio.platform.entity.TenantId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Which checkpoint an Idempotency-Key was answered with: the table {@code checkpoint_request}. Blocking. */
final class CheckpointRequests {
    private final Jdbi sql;
    private final Checkpoints checkpoints;

    CheckpointRequests(Jdbi sql, Checkpoints checkpoints) {
        this.sql = sql;
        this.checkpoints = checkpoints;
    }

    /** The checkpoint that the key brought, or a new one; empty when the tenant has no history yet. */
    Optional<Checkpoint.Signed> make(TenantId tenant, String key) {
        Optional<Checkpoint.Signed> before = known(tenant, key);
        if (before.isPresent()) {
            return before;
        }
        Optional<Checkpoint.Signed> made = checkpoints.make(tenant);
        if (made.isEmpty()) {
            return made;
        }
        try {
            sql.useHandle(handle -> handle.execute(
                    "insert into checkpoint_request (tenant_id, request_key, number) values (?, ?, ?)",
                    tenant.value(),
                    key,
                    made.get().read().number()));
            return made;
        } catch (UnableToExecuteStatementException sameKeyAtTheSameTime) {
            return known(tenant, key);
        }
    }

    private Optional<Checkpoint.Signed> known(TenantId tenant, String key) {
        return sql.withHandle(handle -> number(handle, tenant, key))
                .flatMap(number -> checkpoints.find(tenant, number));
    }

    private static Optional<Long> number(Handle handle, TenantId tenant, String key) {
        return handle.createQuery(
                        "select number from checkpoint_request where tenant_id = :tenant and request_key = :key")
                .bind("tenant", tenant.value())
                .bind("key", key)
                .mapTo(Long.class)
                .findOne();
    }
}
