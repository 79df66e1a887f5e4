package dev.symbio.platform.entity;

import akka.persistence.typed.SnapshotAdapter;
import com.fasterxml.jackson.databind.JavaType;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.KeyRing;
import dev.symbio.platform.personal.KeyedHash;
import dev.symbio.platform.personal.SealedNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A snapshot as it lies in the snapshot store: an HMAC under a key of the installation's own, then the entity's persistence id, a
 * line feed and the JSON of the {@link HostState}; the HMAC is over the manifest, a line feed and all that follows it. Where the
 * state names persons, the JSON is sealed with all of their data keys together: once one of them is destroyed, the snapshot cannot
 * be read. A snapshot that was not taken here, does not verify, cannot be read or no longer fits the state's shape is ignored,
 * and the entity replays its events instead.
 */
final class StoredSnapshot {
    private static final String PLAIN = "symbio.snapshot.v3:";
    private static final String SEALED = "symbio.snapshot.v4:";
    /** Before them there were two without an HMAC. */
    private static final String ANY = "symbio.snapshot.";

    /** State types by kind, known as soon as an entity of the kind starts; the serialiser needs them to read. */
    private static final Map<String, JavaType> TYPES = new ConcurrentHashMap<>();

    private final EntityRef entity;
    private final HostState<?> state;

    private StoredSnapshot(EntityRef entity, HostState<?> state) {
        this.entity = entity;
        this.state = state;
    }

    static boolean isManifest(String manifest) {
        return manifest.startsWith(ANY);
    }

    String manifest() {
        return (state.names().isEmpty() ? PLAIN : SEALED) + entity.kind();
    }

    /**
     * Takes bytes from the store.
     *
     * @throws StoredEvent.BrokenEvent if they do not verify or fit, so that recovery falls back to the events
     */
    static StoredSnapshot of(String manifest, byte[] bytes, KeyRing keys) {
        if (!manifest.startsWith(PLAIN) && !manifest.startsWith(SEALED)) {
            throw new StoredEvent.BrokenEvent("The snapshot is from before they were authenticated.", null);
        }
        int end = KeyedHash.BYTES;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end >= bytes.length
                || !MessageDigest.isEqual(hash(manifest, bytes, keys), Arrays.copyOf(bytes, KeyedHash.BYTES))) {
            throw new StoredEvent.BrokenEvent("The snapshot was not taken here.", null);
        }
        EntityRef entity = EntityRef.ofPersistenceId(
                new String(bytes, KeyedHash.BYTES, end - KeyedHash.BYTES, StandardCharsets.US_ASCII));
        byte[] body = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        return new StoredSnapshot(
                entity, state(entity.kind(), manifest.startsWith(SEALED) ? opened(body, keys) : body));
    }

    private static byte[] opened(byte[] body, KeyRing keys) {
        return SealedNames.open(body, keys)
                .orElseThrow(() -> new StoredEvent.BrokenEvent("The snapshot names somebody redacted.", null));
    }

    private static HostState<?> state(String kind, byte[] json) {
        try {
            HostState<?> state = Json.MAPPER.readValue(json, TYPES.get(kind));
            if (state.quarantine() != null) {
                throw new StoredEvent.BrokenEvent("The snapshot was taken in quarantine.", null);
            }
            return state;
        } catch (IOException e) {
            throw new StoredEvent.BrokenEvent("The snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param keys that the state's names are sealed with, and the installation's own */
    byte[] bytes(KeyRing keys) {
        byte[] id = (entity.persistenceId() + '\n').getBytes(StandardCharsets.US_ASCII);
        byte[] json = json();
        byte[] body = state.names().isEmpty() ? json : SealedNames.seal(json, state.names(), keys);
        byte[] bytes = new byte[KeyedHash.BYTES + id.length + body.length];
        System.arraycopy(id, 0, bytes, KeyedHash.BYTES, id.length);
        System.arraycopy(body, 0, bytes, KeyedHash.BYTES + id.length, body.length);
        System.arraycopy(hash(manifest(), bytes, keys), 0, bytes, 0, KeyedHash.BYTES);
        return bytes;
    }

    private byte[] json() {
        try {
            return Json.MAPPER.writeValueAsBytes(state);
        } catch (IOException e) {
            throw new IllegalStateException("The state does not serialise: " + e.getMessage(), e);
        }
    }

    private static byte[] hash(String manifest, byte[] bytes, KeyRing keys) {
        return keys.hash(KeyedHash.Use.SNAPSHOTS)
                .of(
                        (manifest + '\n').getBytes(StandardCharsets.US_ASCII),
                        bytes,
                        KeyedHash.BYTES,
                        bytes.length - KeyedHash.BYTES);
    }

    /** Turns an entity's host state into what is stored and back. What is another entity's puts it into quarantine. */
    record Adapter<S>(EntityRef entity, HostState<S> none) implements SnapshotAdapter<HostState<S>> {
        static <S> Adapter<S> of(EntityKind<?, ?, S> kind, EntityRef entity) {
            TYPES.computeIfAbsent(
                    kind.name(),
                    name -> Json.MAPPER.getTypeFactory().constructParametricType(HostState.class, kind.stateType()));
            return new Adapter<>(entity, HostState.initial(kind.none()));
        }

        @Override
        public Object toJournal(HostState<S> state) {
            return new StoredSnapshot(entity, state);
        }

        @Override
        @SuppressWarnings("unchecked")
        public HostState<S> fromJournal(Object from) {
            return from instanceof StoredSnapshot snapshot && snapshot.entity.equals(entity)
                    ? (HostState<S>) snapshot.state
                    : none.quarantined("Its snapshot is not its own.");
        }
    }
}
