package dev.symbio.platform.personal;

import dev.symbio.platform.storage.SharedKeys;
import org.jdbi.v3.core.Jdbi;

/**
 * Something known that lies wrapped in the database: it tells another master key from rows of data keys that were altered. Made
 * once the master key has opened one of them. Blocking.
 */
final class MasterKeyCheck {
    private static final String NAME = "master-key.check";

    private final SharedKeys shared;
    private final MasterKey master;

    MasterKeyCheck(Jdbi sql, MasterKey master) {
        this.shared = new SharedKeys(sql);
        this.master = master;
    }

    void make() {
        shared.loadOrCreate(NAME, () -> master.wrap(NAME, new byte[0]));
    }

    /** False also if it was never made. */
    boolean opens() {
        return shared.find(NAME)
                .flatMap(wrapped -> master.unwrap(NAME, wrapped))
                .isPresent();
    }
}
