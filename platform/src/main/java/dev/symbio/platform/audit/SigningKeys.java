package dev.symbio.platform.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The key with which an installation signs its checkpoints, and the public halves of those that it had before, which are in its
 * database. Whoever can write there could bring in a key of his own: so one counts only when the present key has signed it.
 * That it does once, when it first comes, with all that are there. Blocking.
 */
public final class SigningKeys {
    private static final String WHAT_IS_SIGNED = "symbio.signing-key.v1:";

    private final Jdbi sql;
    private final SigningKey own;
    private final Clock clock;

    /** A key as it is in its row. */
    private record Row(PublicSigningKey key, String signature, Instant knownAt) {
        private boolean signedBy(PublicSigningKey signer) {
            return signer.signed(statement(key), signature);
        }
    }

    private SigningKeys(Jdbi sql, SigningKey own, Clock clock) {
        this.sql = sql;
        this.own = own;
        this.clock = clock;
    }

    /** When the key is a new one, it takes over those that were there before it. */
    public static SigningKeys open(Jdbi sql, SigningKey own, Clock clock) {
        SigningKeys keys = new SigningKeys(sql, own, clock);
        if (!keys.isKnown()) {
            try {
                sql.useTransaction(keys::comes);
            } catch (UnableToExecuteStatementException failed) {
                // another node with the same key may have been faster
                if (!keys.isKnown()) {
                    throw failed;
                }
            }
        }
        return keys;
    }

    private boolean isKnown() {
        return sql.withHandle(handle -> rows(handle, own.open().id())).stream()
                .anyMatch(row -> row.key().equals(own.open()));
    }

    private void comes(Handle handle) {
        Set<String> before = new LinkedHashSet<>(
                handle.createQuery("select key_id from signing_key where signed_by = key_id order by known_at, key_id")
                        .mapTo(String.class)
                        .list());
        for (String id : before) {
            rows(handle, id).stream()
                    .filter(row -> row.key().id().equals(id) && row.signedBy(row.key()))
                    .forEach(row -> sign(handle, row.key(), row.knownAt()));
        }
        sign(handle, own.open(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private void sign(Handle handle, PublicSigningKey key, Instant knownAt) {
        handle.execute(
                "insert into signing_key (key_id, public_key, signed_by, signature, known_at) select cast(? as varchar(16)),"
                        + " cast(? as varchar(200)), cast(? as varchar(16)), cast(? as varchar(200)),"
                        + " cast(? as timestamp(6) with time zone) where not exists"
                        + " (select 1 from signing_key where key_id = ? and signed_by = ?)",
                key.id(),
                key.text(),
                own.open().id(),
                own.sign(statement(key)),
                knownAt.atOffset(ZoneOffset.UTC),
                key.id(),
                own.open().id());
    }

    private static String statement(PublicSigningKey key) {
        return WHAT_IS_SIGNED + key.text();
    }

    /** Newest first. */
    private static List<Row> rows(Handle handle, String signer) {
        return handle.createQuery("select public_key, signature, known_at from signing_key where signed_by = :signer"
                        + " order by known_at desc, key_id")
                .bind("signer", signer)
                .map((row, context) -> new Row(
                        new PublicSigningKey(row.getString(1)),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** With which checkpoints are signed now. */
    SigningKey own() {
        return own;
    }

    /** The present one, and those before it, the newest first. */
    public List<PublicSigningKey> all() {
        return all(sql, own.open());
    }

    /** Those that count for an installation whose key this is. @param own the present one */
    public static List<PublicSigningKey> all(Jdbi sql, PublicSigningKey own) {
        Set<PublicSigningKey> keys = new LinkedHashSet<>(List.of(own));
        sql.withHandle(handle -> rows(handle, own.id())).stream()
                .filter(row -> row.signedBy(own))
                .forEach(row -> keys.add(row.key()));
        return List.copyOf(keys);
    }

    Optional<PublicSigningKey> find(String id) {
        return all().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Keys of checkpoints that come from elsewhere and that somebody has verified. @param handle of the transaction */
    void take(Handle handle, List<PublicSigningKey> keys) {
        keys.forEach(key -> sign(handle, key, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
