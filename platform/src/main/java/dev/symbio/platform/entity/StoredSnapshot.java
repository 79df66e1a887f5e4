package dev.symbio.platform.entity;

import akka.persistence.typed.SnapshotAdapter;
import com.fasterxml.jackson.databind.JavaType;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.KeyRing;
import dev.symbio.platform.personal.SealedNames;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A snapshot as it lies in the snapshot store: SHA-256 of the JSON, then the JSON of the {@link HostState}. Where the state names
 * persons, the JSON is sealed with all of their data keys together: once one of them is destroyed, the snapshot cannot be read. A
 * snapshot that does not verify, cannot be read or no longer fits the state's shape is ignored, and the entity replays its
 * events instead.
 */
final class StoredSnapshot {
    /** State types by kind, known as soon as an entity of the kind starts; the serialiser needs them to read. */
    private static final Map<String, JavaType> TYPES = new ConcurrentHashMap<>();

    private final String kind;
    private final HostState<?> state;

    private StoredSnapshot(String kind, HostState<?> state) {
        this.kind = kind;
        this.state = state;
    }

    String kind() {
        return kind;
    }

    /** Takes bytes from the store; what does not verify or fit fails here, so that recovery falls back to the events. */
    static StoredSnapshot of(String kind, byte[] bytes, boolean sealed, KeyRing keys) {
        if (sealed) {
            return of(
                    kind,
                    SealedNames.open(bytes, keys)
                            .orElseThrow(
                                    () -> new StoredEvent.BrokenEvent("The snapshot names somebody redacted.", null)));
        }
        return of(kind, bytes);
    }

    static StoredSnapshot of(String kind, byte[] bytes) {
        if (bytes.length <= StoredEvent.HASH_BYTES
                || !MessageDigest.isEqual(sha256(bytes), Arrays.copyOf(bytes, StoredEvent.HASH_BYTES))) {
            throw new StoredEvent.BrokenEvent("The snapshot does not match its hash.", null);
        }
        try {
            HostState<?> state = Json.MAPPER.readValue(
                    bytes, StoredEvent.HASH_BYTES, bytes.length - StoredEvent.HASH_BYTES, TYPES.get(kind));
            if (state.quarantine() != null) {
                throw new StoredEvent.BrokenEvent("The snapshot was taken in quarantine.", null);
            }
            return new StoredSnapshot(kind, state);
        } catch (IOException e) {
            throw new StoredEvent.BrokenEvent("The snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    boolean isSealed() {
        return !state.names().isEmpty();
    }

    /** @param keys that the state's names are sealed with */
    byte[] bytes(KeyRing keys) {
        return isSealed() ? SealedNames.seal(bytes(), state.names(), keys) : bytes();
    }

    byte[] bytes() {
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(state);
            byte[] hashed = new byte[StoredEvent.HASH_BYTES + json.length];
            System.arraycopy(json, 0, hashed, StoredEvent.HASH_BYTES, json.length);
            System.arraycopy(sha256(hashed), 0, hashed, 0, StoredEvent.HASH_BYTES);
            return hashed;
        } catch (IOException e) {
            throw new IllegalStateException("The state does not serialise: " + e.getMessage(), e);
        }
    }

    private static byte[] sha256(byte[] hashed) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(hashed, StoredEvent.HASH_BYTES, hashed.length - StoredEvent.HASH_BYTES);
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Turns a kind's host state into what is stored and back. */
    record Adapter<S>(String kind) implements SnapshotAdapter<HostState<S>> {
        static <S> Adapter<S> of(EntityKind<?, ?, S> kind) {
            TYPES.computeIfAbsent(
                    kind.name(),
                    name -> Json.MAPPER.getTypeFactory().constructParametricType(HostState.class, kind.stateType()));
            return new Adapter<>(kind.name());
        }

        @Override
        public Object toJournal(HostState<S> state) {
            return new StoredSnapshot(kind, state);
        }

        @Override
        @SuppressWarnings("unchecked")
        public HostState<S> fromJournal(Object from) {
            return (HostState<S>) ((StoredSnapshot) from).state;
        }
    }
}
