package dev.symbio.platform.personal;

import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import org.jdbi.v3.core.config.Configurable;
import org.jdbi.v3.core.config.JdbiConfig;

/**
 * Keeps names of persons out of the read models' JSON and messages: there they lie as in events, {@code ⟦key⟧}, whichever tenant
 * the person is of, so that redaction needs to find none of them. Part of the read store's configuration, so that whoever has
 * a handle has it.
 */
public final class StoredNames implements JdbiConfig<StoredNames> {
    private KeyRing keys;

    /** Made by JDBI. Without keys names stay as they are. */
    public StoredNames() {}

    private StoredNames(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public StoredNames createCopy() {
        return new StoredNames(keys);
    }

    /** From now on names are stored in the read store under these keys. */
    public static void keepUnder(KeyRing keys, Configurable<?> sql) {
        sql.getConfig(StoredNames.class).keys = keys;
    }

    public static StoredNames in(Configurable<?> sql) {
        return sql.getConfig(StoredNames.class);
    }

    /** The name as it is stored; as it is for somebody who has no key, such as in events from before there were keys. */
    public String of(TenantId tenant, String name) {
        if (keys == null || name == null || name.equals(Principal.SYSTEM) || Mark.isWhole(name)) {
            return name;
        }
        return keys.find(tenant, name).map(key -> Mark.name(key.id())).orElse(name);
    }

    /**
     * JSON in which what is marked as {@link Subject} is stored so.
     *
     * @param host whose members are named where the mark does not say
     * @param actor whose members are named where the mark says whoever acts
     */
    public String written(Object value, TenantId host, TenantId actor) {
        return Json.written(Json.MAPPER.writer().withAttribute(Sealing.ATTRIBUTE, new InColumn(host, actor)), value);
    }

    /** From a column that {@link #written} filled. Names whose keys are gone stay as they are stored. */
    public <V> V read(String column, Class<V> type) {
        return Json.read(
                Json.MAPPER.readerFor(type).withAttribute(Naming.ATTRIBUTE, keys == null ? null : new Naming(keys)),
                column);
    }

    private final class InColumn implements NameStyle {
        private final TenantId host;
        private final TenantId actor;

        InColumn(TenantId host, TenantId actor) {
            this.host = host;
            this.actor = actor;
        }

        @Override
        public String name(String subject, TenantId tenant) {
            return of(tenant == null ? host : tenant, subject);
        }

        @Override
        public String nameOfColleague(String subject) {
            return of(actor, subject);
        }
    }
}
