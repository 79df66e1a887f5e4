package dev.symbio.platform.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.KeyRing;
import dev.symbio.platform.personal.Naming;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Reads stored events of one kind, lifting old versions to the current one. Sealed texts stay sealed. Names of persons are put
 * back where entities and read models go by them; elsewhere they stay as they are stored, until they are opened on their way out.
 */
public final class EventCodec<E> {
    private final EntityKind<?, E, ?> kind;
    private final Supplier<Naming> naming;

    /** Leaves names as they are stored. */
    public EventCodec(EntityKind<?, E, ?> kind) {
        this(kind, () -> null);
    }

    /** Puts the names of persons back. */
    public EventCodec(EntityKind<?, E, ?> kind, KeyRing keys) {
        this(kind, () -> new Naming(keys));
    }

    EventCodec(EntityKind<?, E, ?> kind, Supplier<Naming> naming) {
        this.kind = kind;
        this.naming = kind.holdsPersonalData() ? naming : () -> null;
    }

    /** The event class that a stored type name stands for today. */
    public Class<? extends E> typeOf(String storedName) {
        return current(storedName, null).type().type();
    }

    public Recorded<E> read(StoredEvent stored) {
        return new Recorded<>(
                stored.meta(),
                dataAs(stored, current(stored.meta().type(), null).type().type()));
    }

    /** The event's data, lifted to the current version, read as something else than the event class: a part of it. */
    public <V> V dataAs(StoredEvent stored, Class<V> view) {
        String type = stored.meta().type();
        if (current(type, null).unchanged()) {
            return stored.data(view, naming.get());
        }
        try {
            return Json.MAPPER
                    .readerFor(view)
                    .withAttribute(Naming.ATTRIBUTE, naming.get())
                    .readValue(current(type, stored.data(ObjectNode.class)).data());
        } catch (IOException e) {
            throw new StoredEvent.BrokenEvent("The event's data cannot be lifted: " + e.getMessage(), e);
        }
    }

    private EntityKind.Current<E> current(String storedName, ObjectNode data) {
        return kind.current(storedName, data)
                .orElseThrow(
                        () -> new StoredEvent.BrokenEvent("No " + kind + " event is called " + storedName + ".", null));
    }
}
