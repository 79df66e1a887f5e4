package dev.symbio.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.gateway.tenants.CreationKeys.Use;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.KeyedHash;
import dev.symbio.platform.personal.KeysInMemory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class CreationKeysTest {
    private static final TenantId OPERATOR = new TenantId("symbio");

    private final Jdbi sql =
            Jdbi.create("jdbc:h2:mem:creation-keys;DATABASE_TO_UPPER=false;DB_CLOSE_DELAY=-1", "sa", "");

    @Test
    void aRequestIsKnownAgainAndItsFingerprintLiesUnderAKey() {
        sql.useHandle(handle -> handle.execute("create table tenant_request (tenant_id varchar(63), request_key"
                + " varchar(200), fingerprint varchar(64), primary key (tenant_id, request_key))"));
        sql.useHandle(handle ->
                handle.execute("insert into tenant_request values ('symbio', 'from before', 'hash of names')"));
        CreationKeys keys = new CreationKeys(sql, new KeysInMemory().hash(KeyedHash.Use.FINGERPRINTS));
        assertThat(keys.use(OPERATOR, "key", "hash of names")).isEqualTo(Use.FIRST);
        for (String key : new String[] {"key", "from before"}) {
            assertThat(keys.use(OPERATOR, key, "hash of names")).isEqualTo(Use.REPEATED);
            assertThat(keys.use(OPERATOR, key, "other")).isEqualTo(Use.REUSED);
        }
        String stored = sql.withHandle(
                handle -> handle.createQuery("select fingerprint from tenant_request where request_key = 'key'")
                        .mapTo(String.class)
                        .one());
        assertThat(stored).matches("[0-9a-f]{64}");
    }
}
