package dev.symbio.platform.personal;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Real data keys, drawn from a seed and kept in a map. */
public final class KeysInMemory implements KeyRing {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Random random;
    private final byte[] secret = new byte[DataKey.SECRET_BYTES];
    private final Map<String, DataKey> byPerson = new LinkedHashMap<>();
    private final Map<String, DataKey> byId = new HashMap<>();
    private long destroyed;

    public KeysInMemory() {
        this(7);
    }

    /** Those of another installation for another seed. */
    public KeysInMemory(long seed) {
        random = new Random(seed);
        new Random(seed).nextBytes(secret);
    }

    @Override
    public KeyedHash hash(KeyedHash.Use use) {
        return KeyedHash.under(secret, use);
    }

    @Override
    public DataKey of(TenantId tenant, String subject) {
        return byPerson.computeIfAbsent(tenant + "|" + subject, person -> {
            byte[] drawn = new byte[DataKey.SECRET_BYTES];
            random.nextBytes(drawn);
            StringBuilder id = new StringBuilder();
            for (int i = 0; i < Mark.ID_CHARS; i++) {
                id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            DataKey key = DataKey.of(tenant.value(), id.toString(), subject, drawn);
            byId.put(key.id(), key);
            return key;
        });
    }

    @Override
    public Optional<DataKey> find(TenantId tenant, String subject) {
        return Optional.ofNullable(byPerson.get(tenant + "|" + subject));
    }

    @Override
    public DataKey withId(String id) {
        return byId.getOrDefault(id, DataKey.missing(id));
    }

    @Override
    public long destroyed() {
        return destroyed;
    }

    public List<DataKey> all() {
        return new ArrayList<>(byPerson.values());
    }

    public DataKey destroy(DataKey key) {
        DataKey gone = DataKey.destroyed(
                key.tenant(),
                key.id(),
                key.subject(),
                new DataKey.Destroyed(Instant.parse("2026-03-01T08:00:00Z"), "ann", key.tenant(), "asked for it"));
        byId.put(key.id(), gone);
        byPerson.put(key.tenant() + "|" + key.subject(), gone);
        destroyed++;
        return gone;
    }

    public void restore(DataKey key) {
        byId.put(key.id(), key);
        byPerson.put(key.tenant() + "|" + key.subject(), key);
    }
}
