package dev.symbio.platform.personal;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Puts the names of persons back while an event is read from JSON; made for one thread. */
public final class Naming {
    /** The attribute of a reader that names; without it names stay as they are stored. */
    public static final Object ATTRIBUTE = Naming.class;

    private final KeyRing keys;
    private final Set<String> names = new HashSet<>();

    public Naming(KeyRing keys) {
        this.keys = keys;
    }

    String name(String stored) {
        Optional<String> id = Mark.keyOfName(stored);
        if (id.isEmpty()) {
            return stored;
        }
        DataKey key = keys.withId(id.get()).trusted();
        if (!key.usable()) {
            return stored;
        }
        names.add(key.id());
        return key.subject();
    }

    /** The ids of the keys of all persons that were named. */
    public Set<String> names() {
        return names;
    }
}
