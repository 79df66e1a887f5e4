package dev.symbio.gateway.tenants;

import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.KeyedHash;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Which request an Idempotency-Key brought in a company with. A company that is there looks after its own keys, but a
 * request that names another id goes to another company: only this table can tell. All methods block.
 */
public final class CreationKeys {
    enum Use {
        FIRST,
        REPEATED,
        /** With another request. */
        REUSED
    }

    private final Jdbi sql;
    private final KeyedHash fingerprints;

    /** @param fingerprints under which the requests' fingerprints lie: a request names people */
    public CreationKeys(Jdbi sql, KeyedHash fingerprints) {
        this.sql = sql;
        this.fingerprints = fingerprints;
    }

    Use use(TenantId caller, String key, String fingerprint) {
        try {
            return used(caller, key, fingerprint);
        } catch (UnableToExecuteStatementException sameKeyAtTheSameTime) {
            return used(caller, key, fingerprint);
        }
    }

    private Use used(TenantId caller, String key, String fingerprint) {
        String stored = fingerprints.hex(fingerprint);
        return sql.inTransaction(handle -> {
            Optional<String> before = find(handle, caller, key);
            if (before.isPresent()) {
                // the plain one is from before they were hashed under a key
                return before.get().equals(stored) || before.get().equals(fingerprint) ? Use.REPEATED : Use.REUSED;
            }
            handle.execute(
                    "insert into tenant_request (tenant_id, request_key, fingerprint) values (?, ?, ?)",
                    caller.value(),
                    key,
                    stored);
            return Use.FIRST;
        });
    }

    private static Optional<String> find(Handle handle, TenantId caller, String key) {
        return handle.createQuery(
                        "select fingerprint from tenant_request" + " where tenant_id = :tenant and request_key = :key")
                .bind("tenant", caller.value())
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
    }

    /** The request was refused: its key can be used again, like the keys of all commands without effect. */
    void forget(TenantId caller, String key) {
        sql.useHandle(handle -> handle.execute(
                "delete from tenant_request where tenant_id = ? and request_key = ?", caller.value(), key));
    }
}
