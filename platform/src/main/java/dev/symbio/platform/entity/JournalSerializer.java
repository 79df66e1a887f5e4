package dev.symbio.platform.entity;

import akka.actor.ExtendedActorSystem;
import akka.actor.setup.Setup;
import akka.serialization.SerializerWithStringManifest;
import dev.symbio.platform.personal.KeyRing;

/** Writes events and snapshots exactly as they were sealed. The manifest names what the bytes are. */
public final class JournalSerializer extends SerializerWithStringManifest {
    /** Names this serialiser in every stored row. */
    public static final int IDENTIFIER = 730_001;

    private final KeyRing keys;

    /** What the serialiser is given by whoever starts the actor system. */
    public static final class Keys extends Setup {
        private final KeyRing ring;

        public Keys(KeyRing ring) {
            this.ring = ring;
        }
    }

    public JournalSerializer(ExtendedActorSystem system) {
        keys = system.settings().setup().get(Keys.class).orElseThrow().ring;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object o) {
        if (o instanceof StoredEvent event) {
            return event.meta().type();
        }
        return ((StoredSnapshot) o).manifest();
    }

    @Override
    public byte[] toBinary(Object o) {
        return o instanceof StoredEvent event ? event.bytes() : ((StoredSnapshot) o).bytes(keys);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return StoredSnapshot.isManifest(manifest) ? StoredSnapshot.of(manifest, bytes, keys) : StoredEvent.of(bytes);
    }
}
