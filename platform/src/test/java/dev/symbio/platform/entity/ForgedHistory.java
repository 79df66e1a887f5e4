package dev.symbio.platform.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** What somebody with the journal in his hands can do: an event is changed, and all hashes from there on are made anew. */
public final class ForgedHistory {
    private ForgedHistory() {}

    /** Another entity's history: the first event of this one, and then one event of the type so often that there are as many. */
    public static List<byte[]> repeated(List<byte[]> journal, EntityRef to, String type, int length) {
        byte[] repeated = journal.stream()
                .filter(bytes -> StoredEvent.of(bytes).meta().type().equals(type))
                .findFirst()
                .orElseThrow();
        List<byte[]> forged = new ArrayList<>();
        byte[] previous = StoredEvent.firstHash();
        for (int i = 0; i < length; i++) {
            StoredEvent event = StoredEvent.of(i == 0 ? journal.get(0) : repeated);
            EventMeta meta = event.meta();
            EventMeta copied = new EventMeta(
                    UUID.randomUUID().toString(),
                    to,
                    i + 1,
                    meta.type(),
                    meta.happenedAt(),
                    meta.recordedAt(),
                    meta.by(),
                    new EventMeta.CommandMark("copy-" + i, "", true, null),
                    meta.correlationId(),
                    meta.causationId(),
                    meta.model(),
                    null);
            StoredEvent sealed = StoredEvent.seal(previous, copied, event.data(ObjectNode.class));
            previous = sealed.hash();
            forged.add(sealed.bytes());
        }
        return forged;
    }

    /** @param journal the events' bytes, in order; @param change of the data of the event with this number */
    public static List<byte[]> of(List<byte[]> journal, long seq, Consumer<ObjectNode> change) {
        List<byte[]> forged = new ArrayList<>();
        byte[] previous = StoredEvent.firstHash();
        for (byte[] bytes : journal) {
            StoredEvent event = StoredEvent.of(bytes);
            ObjectNode data = event.data(ObjectNode.class);
            if (event.meta().seq() == seq) {
                change.accept(data);
            }
            StoredEvent sealed = StoredEvent.seal(previous, event.meta(), data);
            previous = sealed.hash();
            forged.add(sealed.bytes());
        }
        return forged;
    }
}
