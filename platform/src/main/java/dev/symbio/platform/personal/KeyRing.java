package dev.symbio.platform.personal;

import dev.symbio.platform.entity.TenantId;
import java.util.Optional;

/** Finds data keys, and hashes under what is the installation's own. Each look may end with {@link KeysUnavailable}. */
public interface KeyRing {
    /** The key of a person; made when there is none yet. A destroyed one is still found until the last copy of the name is gone. */
    DataKey of(TenantId tenant, String subject);

    /** The key of a person, if there is one: of somebody who was never named there is none. */
    Optional<DataKey> find(TenantId tenant, String subject);

    /** The key with this id, whatever became of it; one that is not usable when there is none here or its row was altered. */
    DataKey withId(String id);

    /** How many keys were destroyed so far, as far as this node knows: whoever remembers names looks again when it grows. */
    long destroyed();

    /** The same on all nodes of an installation. */
    KeyedHash hash(KeyedHash.Use use);
}
