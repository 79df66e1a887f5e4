package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;

/** Goes along the events of one chain, the first first, and tells what is wrong with each. */
final class ChainWalk {
    private long seq;
    private String hash = StoredEvent.FIRST_HASH_HEX;

    /** Of the event that it has come to; 0 before the first. */
    long seq() {
        return seq;
    }

    /** Of that event, in hex; empty when its bytes are not those that were hashed. */
    String hash() {
        return hash;
    }

    /** @return what is wrong with the line's event at this place; null if nothing is */
    String next(ExportLine line, StoredEvent event) {
        long number = Long.parseLong(line.sequence());
        String problem = problem(line, number, event);
        seq = number;
        hash = event.intact() ? event.hashHex() : "";
        return problem;
    }

    /** The event of this number was gone when the export was made. */
    void pass(long missing) {
        seq = missing;
    }

    private String problem(ExportLine line, long number, StoredEvent event) {
        if (number != seq + 1) {
            return number > seq
                    ? "Event " + (seq + 1) + " is missing; event " + number + " is there instead."
                    : "Event " + number + " stands after event " + seq + ".";
        }
        if (!event.intact()) {
            return "Event " + number + " was changed: it does not match its hash.";
        }
        if (!event.readable() || !belongs(event.meta(), line, number)) {
            return "Event " + number + " belongs elsewhere: its bytes name another entity or place.";
        }
        return event.previousHashHex().equals(hash)
                ? null
                : "Event " + number + " does not follow the event before it.";
    }

    private static boolean belongs(EventMeta meta, ExportLine line, long number) {
        return meta.entity().toString().equals(line.subject())
                && meta.seq() == number
                && meta.id().equals(line.id())
                && meta.type().equals(line.type())
                && meta.happenedAt().equals(line.time());
    }
}
