package dev.symbio.platform.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.Naming;
import dev.symbio.platform.personal.Sealing;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An event as its bytes lie in the journal: the hash of the entity's event before it (32 bytes, zeros for the first),
 * its own hash (32 bytes), then the canonical bytes: one line of JSON with the {@link EventMeta}, a line feed, one line of
 * JSON with the event's data. The hash is SHA-256 over the previous hash and the canonical bytes, so that anyone with the
 * bytes can verify a history without this code.
 */
public final class StoredEvent {
    /** The hash that the first event of an entity names as its previous one, in hex. */
    public static final String FIRST_HASH_HEX = "0".repeat(64);

    static final int HASH_BYTES = 32;
    private static final int HEADER_BYTES = 2 * HASH_BYTES;
    private static final byte[] FIRST = new byte[HASH_BYTES];

    private final byte[] bytes;
    // Read at most a few times over when threads race; both are the same whoever computes them.
    private EventMeta meta;
    private Boolean intact;

    private StoredEvent(byte[] bytes, EventMeta meta) {
        this.bytes = bytes;
        this.meta = meta;
    }

    /** The hash that the first event of an entity names as its previous one. */
    static byte[] firstHash() {
        return FIRST.clone();
    }

    static StoredEvent seal(byte[] previousHash, EventMeta meta, Object event) {
        return sealLine(previousHash, meta, line(meta.type(), event, null));
    }

    /** The event's data as it is stored. @param sealing of personal data; null leaves it as it is */
    static byte[] line(String type, Object event, Sealing sealing) {
        try {
            return sealing == null
                    ? Json.MAPPER.writeValueAsBytes(event)
                    : Json.MAPPER
                            .writer()
                            .withAttribute(Sealing.ATTRIBUTE, sealing)
                            .writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(type + " does not serialise: " + e.getOriginalMessage(), e);
        }
    }

    static StoredEvent sealLine(byte[] previousHash, EventMeta meta, byte[] dataLine) {
        try {
            byte[] metaLine = Json.MAPPER.writeValueAsBytes(meta);
            byte[] bytes = new byte[HEADER_BYTES + metaLine.length + 1 + dataLine.length];
            System.arraycopy(previousHash, 0, bytes, 0, HASH_BYTES);
            System.arraycopy(metaLine, 0, bytes, HEADER_BYTES, metaLine.length);
            bytes[HEADER_BYTES + metaLine.length] = '\n';
            System.arraycopy(dataLine, 0, bytes, HEADER_BYTES + metaLine.length + 1, dataLine.length);
            System.arraycopy(hashOf(bytes), 0, bytes, HASH_BYTES, HASH_BYTES);
            return new StoredEvent(bytes, meta);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(meta.type() + " does not serialise: " + e.getOriginalMessage(), e);
        }
    }

    /** Takes bytes from the journal as they are; {@link #intact()} tells whether they can be trusted. */
    public static StoredEvent of(byte[] bytes) {
        return new StoredEvent(bytes, null);
    }

    /** As they lie in the journal; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** As it lies in the journal; a copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Whether there is an envelope to be read; it may still not be the one that was written. */
    public boolean readable() {
        try {
            return bytes.length > HEADER_BYTES && meta() != null;
        } catch (BrokenEvent | IllegalArgumentException broken) {
            return false;
        }
    }

    public int size() {
        return bytes.length;
    }

    /** How many bytes the envelope takes. */
    int metaSize() {
        return dataStart() - 1 - HEADER_BYTES;
    }

    byte[] hash() {
        return Arrays.copyOfRange(bytes, HASH_BYTES, HEADER_BYTES);
    }

    public String hashHex() {
        return HexFormat.of().formatHex(bytes, HASH_BYTES, HEADER_BYTES);
    }

    byte[] previousHash() {
        return Arrays.copyOf(bytes, HASH_BYTES);
    }

    public String previousHashHex() {
        return HexFormat.of().formatHex(bytes, 0, HASH_BYTES);
    }

    boolean follows(byte[] previousHash) {
        return bytes.length > HEADER_BYTES && Arrays.equals(bytes, 0, HASH_BYTES, previousHash, 0, HASH_BYTES);
    }

    /** Whether the bytes are those that were hashed when the event was written. */
    public boolean intact() {
        if (intact == null) {
            intact = bytes.length > HEADER_BYTES
                    && MessageDigest.isEqual(hashOf(bytes), Arrays.copyOfRange(bytes, HASH_BYTES, HEADER_BYTES));
        }
        return intact;
    }

    /** @throws BrokenEvent if the bytes are not those of an event */
    public EventMeta meta() {
        if (meta == null) {
            try {
                meta = Json.MAPPER.readValue(bytes, HEADER_BYTES, dataStart() - 1 - HEADER_BYTES, EventMeta.class);
            } catch (IOException e) {
                throw new BrokenEvent("The event's envelope cannot be read: " + e.getMessage(), e);
            }
        }
        return meta;
    }

    <T> T data(Class<T> type) {
        return data(type, null);
    }

    /** @param naming puts names of persons back; null leaves them as they are stored */
    <T> T data(Class<T> type, Naming naming) {
        int start = dataStart();
        try {
            return naming == null
                    ? Json.MAPPER.readValue(bytes, start, bytes.length - start, type)
                    : Json.MAPPER
                            .readerFor(type)
                            .withAttribute(Naming.ATTRIBUTE, naming)
                            .readValue(bytes, start, bytes.length - start);
        } catch (IOException e) {
            throw new BrokenEvent("The event's data cannot be read: " + e.getMessage(), e);
        }
    }

    private int dataStart() {
        for (int i = HEADER_BYTES; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        throw new BrokenEvent("The event has no data line.", null);
    }

    private static byte[] hashOf(byte[] bytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes, 0, HASH_BYTES);
            sha.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes in the journal are not what was written. */
    public static final class BrokenEvent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenEvent(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
