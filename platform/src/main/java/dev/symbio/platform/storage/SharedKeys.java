package dev.symbio.platform.storage;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Keys that all nodes of an installation use, kept where they keep everything else. Blocking. */
public final class SharedKeys {
    private final Jdbi sql;

    public SharedKeys(Jdbi sql) {
        this.sql = sql;
    }

    /** @param fresh makes the key when no node has made it yet; if two try at once, one key remains */
    public byte[] loadOrCreate(String name, Supplier<byte[]> fresh) {
        Optional<byte[]> there = find(name);
        if (there.isPresent()) {
            return there.get();
        }
        try {
            sql.useHandle(handle ->
                    handle.execute("insert into installation_key (name, secret) values (?, ?)", name, fresh.get()));
        } catch (UnableToExecuteStatementException anotherNodeWasFirst) {
            return find(name).orElseThrow(() -> anotherNodeWasFirst);
        }
        return find(name).orElseThrow();
    }

    public Optional<byte[]> find(String name) {
        return sql.withHandle(handle -> handle.createQuery("select secret from installation_key where name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .findOne());
    }
}
