package dev.symbio.platform.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of an export: a CloudEvent (1.0). The lines of an export are, in this order: one {@link #STARTED}, the
 * {@link #CHECKPOINT}s from the first on, the {@link #HEAD}s that they saw change, the events themselves entity by entity, and
 * one {@link #FINISHED}. An event that should be there and is not has a line {@link #MISSING}. An export of the same tenant and checkpoint is always the same, line by line.
 *
 * <p>An export of one entity begins with {@link #ENTITY_STARTED}; instead of the tenant's other chains it has, after each
 * {@link #CHECKPOINT}, the {@link #PROOF} that this checkpoint saw the entity. Then come its events and {@link #FINISHED}.
 *
 * @param id of the event; of other lines, unique within the export
 * @param source {@code /tenants/acme}
 * @param type of the event, or one of the constants
 * @param subject {@code sla/acme.4711}; null for lines that concern no entity
 * @param sequence of the event within its entity
 * @param data of lines that are no events
 * @param stored of events: the bytes of a {@link StoredEvent} in base64, from which alone the hashes can be computed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportLine(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String sequence,
        JsonNode data,
        @JsonProperty("data_base64") String stored) {
    public static final String STARTED = "symbio.audit.export-started.v1";
    public static final String CHECKPOINT = "symbio.audit.checkpoint-made.v1";
    public static final String HEAD = "symbio.audit.chain-grown.v1";
    public static final String ENTITY_STARTED = "symbio.audit.entity-export-started.v1";
    public static final String PROOF = "symbio.audit.chain-proven.v1";
    public static final String FINISHED = "symbio.audit.export-finished.v1";

    public static final String MISSING = "symbio.audit.event-missing.v1";
    public static final String UNREADABLE = "symbio.audit.event-unreadable.v1";

    private static final String VERSION = "1.0";

    /**
     * What the export holds.
     *
     * @param checkpoint up to which it goes
     * @param heads how many lines of type {@link #HEAD}
     * @param publicKey with which the last checkpoint is signed; whoever verifies should have got it on another way
     * @param olderKeys with which those before it are signed, as far as they are others; likewise
     */
    public record Started(
            TenantId tenant,
            long checkpoint,
            long checkpoints,
            long heads,
            long chains,
            long events,
            String publicKey,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> olderKeys) {
        public Started {
            olderKeys = olderKeys == null ? List.of() : List.copyOf(olderKeys);
        }

        /** All that are named. */
        List<PublicSigningKey> keys() {
            return ExportLine.keys(publicKey, olderKeys);
        }

        /** How many lines the whole export has. */
        public long lines() {
            return 2 + checkpoints + heads + events;
        }
    }

    /**
     * What an export of one entity holds.
     *
     * @param checkpoints numbers of those that prove the entity, oldest first; the export goes up to the last of them
     * @param publicKey with which the last checkpoint is signed; whoever verifies should have got it on another way
     * @param olderKeys with which those before it are signed, as far as they are others; likewise
     */
    public record EntityStarted(
            EntityRef entity,
            List<Long> checkpoints,
            long events,
            String publicKey,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> olderKeys) {
        public EntityStarted {
            checkpoints = List.copyOf(checkpoints);
            olderKeys = olderKeys == null ? List.of() : List.copyOf(olderKeys);
        }

        /** All that are named. */
        List<PublicSigningKey> keys() {
            return ExportLine.keys(publicKey, olderKeys);
        }

        /** Up to which it goes. */
        public long checkpoint() {
            return checkpoints.get(checkpoints.size() - 1);
        }

        /** How many lines the whole export has. */
        public long lines() {
            return 2 + 2L * checkpoints.size() + events;
        }
    }

    /**
     * That a checkpoint saw an entity; see {@link Proof}.
     *
     * @param seq of the newest event that it saw
     * @param hash of that event, in hex
     * @param leaf the text whose hash is the leaf
     * @param place of the leaf in the tree
     * @param size of the tree, in leaves
     * @param path the hashes beside the way up, in hex
     */
    public record Proven(
            long checkpoint, long seq, String hash, String leaf, long place, long size, List<String> path) {}

    /** A chain that had grown when a checkpoint was made. */
    public record Head(long leaf, long checkpoint, long seq, String hash) {}

    /** @param seq of the event that should be there */
    public record Missing(long seq) {}

    /** @param lines how many there are with this one */
    public record Finished(long lines) {}

    static ExportLine started(Started started, Instant time) {
        return line(started.tenant(), "started", STARTED, null, time, started);
    }

    static ExportLine entityStarted(EntityStarted started, Instant time) {
        EntityRef entity = started.entity();
        return line(entity.tenant(), "started", ENTITY_STARTED, entity, time, started);
    }

    static ExportLine proof(Proof proof) {
        Checkpoint checkpoint = proof.checkpoint().read();
        ChainHead head = proof.head();
        return line(
                head.entity().tenant(),
                "proof-" + checkpoint.number(),
                PROOF,
                head.entity(),
                checkpoint.madeAt(),
                new Proven(
                        checkpoint.number(),
                        head.seq(),
                        head.hash(),
                        head.leafText(),
                        proof.leaf(),
                        proof.chains(),
                        proof.path()));
    }

    static ExportLine checkpoint(Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        return line(
                checkpoint.tenant(),
                "checkpoint-" + checkpoint.number(),
                CHECKPOINT,
                null,
                checkpoint.madeAt(),
                signed);
    }

    static ExportLine head(ChainHeads.Placed placed, Instant time) {
        ChainHead head = placed.head();
        return line(
                head.entity().tenant(),
                "head-" + placed.checkpoint() + "-" + placed.leaf(),
                HEAD,
                head.entity(),
                time,
                new Head(placed.leaf(), placed.checkpoint(), head.seq(), head.hash()));
    }

    /** @param time of the line, when the journal has no event there */
    static ExportLine found(ChainReader.Found found, Instant time) {
        return found.event() == null
                ? missing(found.entity(), found.seq(), time)
                : event(found.entity(), found.seq(), found.event());
    }

    /** @param seq with {@code entity}, where the journal keeps the event, whatever its bytes say of themselves */
    static ExportLine event(EntityRef entity, long seq, StoredEvent event) {
        EventMeta meta = event.readable() ? event.meta() : null;
        return new ExportLine(
                VERSION,
                meta == null ? "unreadable-" + entity + "-" + seq : meta.id(),
                source(entity.tenant()),
                meta == null ? UNREADABLE : meta.type(),
                entity.toString(),
                meta == null ? null : meta.happenedAt(),
                Long.toString(seq),
                null,
                Base64.getEncoder().encodeToString(event.toBytes()));
    }

    /** An event that a checkpoint counts and that the journal no longer has. */
    static ExportLine missing(EntityRef entity, long seq, Instant time) {
        return line(entity.tenant(), "missing-" + entity + "-" + seq, MISSING, entity, time, new Missing(seq));
    }

    static ExportLine finished(TenantId tenant, long lines, Instant time) {
        return line(tenant, "finished", FINISHED, null, time, new Finished(lines));
    }

    private static ExportLine line(
            TenantId tenant, String id, String type, EntityRef subject, Instant time, Object data) {
        return new ExportLine(
                VERSION,
                id,
                source(tenant),
                type,
                subject == null ? null : subject.toString(),
                time,
                null,
                Json.MAPPER.valueToTree(data),
                null);
    }

    private static List<PublicSigningKey> keys(String newest, List<String> older) {
        return Stream.concat(Stream.of(newest), older.stream())
                .map(PublicSigningKey::new)
                .toList();
    }

    private static String source(TenantId tenant) {
        return "/tenants/" + tenant;
    }

    /** @throws IllegalArgumentException with the reason, if the text is not such a line */
    public static ExportLine parse(String text) {
        try {
            ExportLine line = Json.MAPPER.readValue(text, ExportLine.class);
            if (line == null || line.type == null || (line.data == null) == (line.stored == null)) {
                throw new IllegalArgumentException("Expected a type, and either data or data_base64.");
            }
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Expected a CloudEvent but " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if the data is not of this type */
    public <T> T dataAs(Class<T> type) {
        try {
            return Json.MAPPER.treeToValue(data, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Expected other data but " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if no entity is called so */
    static EntityRef entity(String subject) {
        int slash = subject == null ? -1 : subject.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("Expected a subject such as sla/acme.4711.");
        }
        return EntityRef.parse(subject.substring(0, slash), subject.substring(slash + 1))
                .orElseThrow(() -> new IllegalArgumentException("Expected a subject such as sla/acme.4711."));
    }

    /** Of an event. @throws IllegalArgumentException if it is not base64 */
    public StoredEvent event() {
        return StoredEvent.of(Base64.getDecoder().decode(stored));
    }

    public boolean isEvent() {
        return stored != null;
    }

    /** One line, without its end. */
    public String text() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
