package dev.symbio.platform.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;

/** Reads stored events of one kind, lifting old versions to the current one. */
public final class EventCodec<E> {
    private final EntityKind<?, E, ?> kind;

    public EventCodec(EntityKind<?, E, ?> kind) {
        this.kind = kind;
    }

    /** The event class that a stored type name stands for today. */
    public Class<? extends E> typeOf(String storedName) {
        return current(storedName, null).type().type();
    }

    public Recorded<E> read(StoredEvent stored) {
        EventMeta meta = stored.meta();
        EntityKind.Current<E> current = current(meta.type(), null);
        if (current.unchanged()) {
            return new Recorded<>(meta, stored.data(current.type().type()));
        }
        try {
            ObjectNode lifted =
                    current(meta.type(), stored.data(ObjectNode.class)).data();
            return new Recorded<>(
                    meta, Json.MAPPER.treeToValue(lifted, current.type().type()));
        } catch (JsonProcessingException e) {
            throw new StoredEvent.BrokenEvent("The event's data cannot be lifted: " + e.getOriginalMessage(), e);
        }
    }

    private EntityKind.Current<E> current(String storedName, ObjectNode data) {
        return kind.current(storedName, data)
                .orElseThrow(
                        () -> new StoredEvent.BrokenEvent("No " + kind + " event is called " + storedName + ".", null));
    }
}
