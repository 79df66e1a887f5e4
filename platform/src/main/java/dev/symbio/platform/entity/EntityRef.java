package dev.symbio.platform.entity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an entity lives: its kind, the tenant that hosts it and an id of its own within both. This is the one place
 * that builds or reads ids.
 *
 * @param id 1 to 64 of {@code a-z A-Z 0-9 _ -}
 */
public record EntityRef(String kind, TenantId tenant, String id) {
    private static final char SEPARATOR = '.';
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public EntityRef {
        if (!VALID.matcher(id).matches()) {
            throw new IllegalArgumentException("Expected an id of 1 to 64 characters A-Z, a-z, 0-9, _ or -.");
        }
    }

    /** The id that is shown outside and used for sharding: {@code tenant.id}. */
    public String publicId() {
        return tenant.value() + SEPARATOR + id;
    }

    /** Reads what {@link #publicId()} wrote; empty if the text cannot be such an id. */
    public static Optional<EntityRef> parse(String kind, String publicId) {
        int dot = publicId.indexOf(SEPARATOR);
        if (dot < 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new EntityRef(kind, new TenantId(publicId.substring(0, dot)), publicId.substring(dot + 1)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** The id under which the journal knows the entity: {@code kind|tenant.id}. */
    public String persistenceId() {
        return kind + '|' + publicId();
    }

    /** Reads the id under which the journal knows an entity. */
    public static EntityRef ofPersistenceId(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        return parse(persistenceId.substring(0, bar), persistenceId.substring(bar + 1))
                .orElseThrow(() -> new IllegalArgumentException("No entity is called " + persistenceId + "."));
    }

    @Override
    public String toString() {
        return kind + "/" + publicId();
    }
}
