package dev.symbio.platform.entity;

import akka.serialization.SerializerWithStringManifest;

/** Writes events and snapshots exactly as they were sealed. The manifest names what the bytes are. */
public final class JournalSerializer extends SerializerWithStringManifest {
    /** Names this serialiser in every stored row. */
    public static final int IDENTIFIER = 730_001;

    private static final String SNAPSHOT = "symbio.snapshot.v1:";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object o) {
        return o instanceof StoredEvent event ? event.meta().type() : SNAPSHOT + ((StoredSnapshot) o).kind();
    }

    @Override
    public byte[] toBinary(Object o) {
        return o instanceof StoredEvent event ? event.bytes() : ((StoredSnapshot) o).bytes();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return manifest.startsWith(SNAPSHOT)
                ? StoredSnapshot.of(manifest.substring(SNAPSHOT.length()), bytes)
                : StoredEvent.of(bytes);
    }
}
