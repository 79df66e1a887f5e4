package dev.symbio.platform.personal;

import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import java.util.HashSet;
import java.util.Set;

/** Seals the personal data of the events of one command while they are written as JSON; made for one thread. */
public final class Sealing implements NameStyle {
    /** The attribute of a writer that seals; without it everything is written as it is. */
    public static final Object ATTRIBUTE = Sealing.class;

    private final KeyRing keys;
    private final TenantId host;
    private final Principal by;
    private final Set<String> names = new HashSet<>();
    private int changed;

    /** @param host the entity's tenant */
    public Sealing(KeyRing keys, TenantId host, Principal by) {
        this.keys = keys;
        this.host = host;
        this.by = by;
    }

    /** Who caused the events, by stored names. */
    public Principal principal() {
        return by.isSystem()
                ? by
                : new Principal(
                        envelopeName(by.subject()),
                        by.tenant(),
                        by.onBehalfOf() == null ? null : envelopeName(by.onBehalfOf()));
    }

    /** No state keeps it, so it is not among the names. */
    private String envelopeName(String subject) {
        return subject.equals(Principal.SYSTEM) || Mark.isWhole(subject)
                ? subject
                : Mark.name(keys.of(by.tenant(), subject).id());
    }

    /** @param of whose text it is, in the entity's tenant; null for whoever caused the event */
    String text(String text, String of) {
        if (Mark.isWhole(text)) {
            return text;
        }
        changed++;
        return key(of).seal(text);
    }

    private DataKey key(String of) {
        if (of != null) {
            return Mark.keyOfName(of).map(id -> keys.withId(id).trusted()).orElseGet(() -> keys.of(host, of));
        }
        return keys.of(by.tenant(), by.isSystem() ? DataKey.TENANT : by.subject());
    }

    @Override
    public String name(String subject, TenantId tenant) {
        if (subject.equals(Principal.SYSTEM) || Mark.isWhole(subject)) {
            return subject;
        }
        DataKey key = keys.of(tenant == null ? host : tenant, subject);
        names.add(key.id());
        changed += key.usable() ? 0 : 1; // read back, the name stays away
        return Mark.name(key.id());
    }

    @Override
    public String nameOfColleague(String subject) {
        return name(subject, by.tenant());
    }

    /** How much will read differently from what was written: an event with any of it has to be read back, as on replay. */
    public int changed() {
        return changed;
    }

    /** The ids of the keys of all persons that the events named. */
    public Set<String> names() {
        return names;
    }
}
