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
        return new Recorded<>(
                stored.meta(),
                dataAs(stored, current(stored.meta().type(), null).type().type()));
    }

    /** The event's data, lifted to the current version, read as something else than the event class: a part of it. */
    public <V> V dataAs(StoredEvent stored, Class<V> view) {
        String type = stored.meta().type();
        if (current(type, null).unchanged()) {
            return stored.data(view);
        }
        try {
            return Json.MAPPER.treeToValue(
                    current(type, stored.data(ObjectNode.class)).data(), view);
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
