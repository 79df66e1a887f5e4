package dev.symbio.platform.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What somebody with the journal in his hands can do: an event is changed, and all hashes from there on are made anew. */
public final class ForgedHistory {
    private ForgedHistory() {}

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
