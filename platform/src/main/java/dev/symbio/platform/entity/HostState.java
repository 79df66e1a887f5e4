package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.TreePVector;

/**
 * What the host keeps for an entity besides its domain state. Immutable.
 *
 * @param lastHash hash of the last event
 * @param remembered the last commands that had an effect, by tenant and command id
 * @param order their keys, oldest first, so that the number kept has a bound
 * @param rememberedBytes what they weigh together
 * @param names ids of the data keys of those whom the domain state may name: once one is destroyed, it has to be read anew
 * @param quarantine why the history does not verify; null while it does
 * @param recordedAt when the last event was recorded; null before the first, and after a snapshot that does not tell
 */
record HostState<S>(
        S domain,
        long seq,
        byte[] lastHash,
        HashPMap<String, Remembered> remembered,
        TreePVector<String> order,
        int rememberedBytes,
        PSet<String> names,
        String quarantine,
        Instant recordedAt) {

    HostState {
        // snapshots from before names were stored apart have none
        names = names == null ? HashTreePSet.empty() : names;
    }

    /** What the remembered commands of one entity may weigh together, as stored. */
    private static final int MAX_REMEMBERED_BYTES = 2 << 20;

    /**
     * @param seq the entity's sequence number after the command
     * @param bytes what it weighs: the size of the event's envelope, where the result is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Remembered(String fingerprint, long seq, JsonNode result, int bytes) {}

    static <S> HostState<S> initial(S none) {
        return new HostState<>(
                none,
                0,
                StoredEvent.firstHash(),
                HashTreePMap.empty(),
                TreePVector.empty(),
                0,
                HashTreePSet.empty(),
                null,
                null);
    }

    /** Within one entity no event is recorded before an earlier one: where the clock was set back, time stands still. */
    Instant notBeforeTheLast(Instant now) {
        return recordedAt == null || recordedAt.isBefore(now) ? now : recordedAt;
    }

    HostState<S> quarantined(String why) {
        return new HostState<>(domain, seq, lastHash, remembered, order, rememberedBytes, names, why, recordedAt);
    }

    HostState<S> naming(Set<String> more) {
        PSet<String> all = more.isEmpty() || names.containsAll(more) ? names : names.plusAll(more);
        return all == names
                ? this
                : new HostState<>(
                        domain, seq, lastHash, remembered, order, rememberedBytes, all, quarantine, recordedAt);
    }

    HostState<S> after(StoredEvent event, S next, int commandsKept) {
        EventMeta meta = event.meta();
        EventMeta.CommandMark command = meta.command();
        if (!command.last()) {
            return new HostState<>(
                    next,
                    meta.seq(),
                    event.hash(),
                    remembered,
                    order,
                    rememberedBytes,
                    names,
                    quarantine,
                    meta.recordedAt());
        }
        String key = key(meta.by(), command.id());
        HashPMap<String, Remembered> commands = remembered.plus(
                key, new Remembered(command.fingerprint(), meta.seq(), command.result(), event.metaSize()));
        TreePVector<String> keys = order.plus(key);
        int bytes = rememberedBytes + event.metaSize();
        while (keys.size() > 1 && (keys.size() > commandsKept || bytes > MAX_REMEMBERED_BYTES)) {
            bytes -= commands.get(keys.get(0)).bytes();
            commands = commands.minus(keys.get(0));
            keys = keys.minus(0);
        }
        return new HostState<>(
                next, meta.seq(), event.hash(), commands, keys, bytes, names, quarantine, meta.recordedAt());
    }

    /** The platform's own command ids are apart from those that users choose, which have no space: nobody takes one in advance. */
    static String key(Principal by, String commandId) {
        return by.tenant().value() + (by.isSystem() ? "/ " : "/") + commandId;
    }
}
