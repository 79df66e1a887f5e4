package dev.symbio.platform.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
        return of(journal, seq, change, meta -> meta);
    }

    /** @param envelope what becomes of the envelope of the event with this number */
    public static List<byte[]> inEnvelope(List<byte[]> journal, long seq, UnaryOperator<EventMeta> envelope) {
        return of(journal, seq, data -> {}, envelope);
    }

    private static List<byte[]> of(
            List<byte[]> journal, long seq, Consumer<ObjectNode> change, UnaryOperator<EventMeta> envelope) {
        List<byte[]> forged = new ArrayList<>();
        byte[] previous = StoredEvent.firstHash();
        for (byte[] bytes : journal) {
            StoredEvent event = StoredEvent.of(bytes);
            ObjectNode data = event.data(ObjectNode.class);
            EventMeta meta = event.meta();
            if (meta.seq() == seq) {
                change.accept(data);
                meta = envelope.apply(meta);
            }
            StoredEvent sealed = StoredEvent.seal(previous, meta, data);
            previous = sealed.hash();
            forged.add(sealed.bytes());
        }
        return forged;
    }
}
