package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.audit.AuditTrail;
import dev.symbio.platform.audit.AuditTrail.Entry;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.process.Effects;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What one event, or one request, set in motion in all entities and tenants, and what led to an event; each auditor within its
 * rights.
 */
final class CauseEndpoints {
    private static final ProblemType UNKNOWN = Replies.declared(Reason.NOT_FOUND, "audit.event-unknown");
    /** Each is followed through its history to find out what of it is for the reader. */
    private static final int MAX_ENTITIES_OF_OTHERS = 20;

    private static final QueryParameter ENTITY = QueryParameter.text("entity", "The entity's id, such as acme.4711.");
    private static final QueryParameter SEQ =
            QueryParameter.whole("seq", "Sequence number of the event.", 1, Integer.MAX_VALUE);
    private static final QueryParameter CORRELATION =
            QueryParameter.text("correlationId", "Instead of an event: X-Correlation-Id of a request of your tenant.");

    private static final String EFFECTS = "effects";
    private static final String CAUSES = "causes";
    private static final QueryParameter DIRECTION = QueryParameter.oneOf(
            "direction",
            "`effects`, if absent: what came of it. `causes`: what led to the event, from the first cause down to it.",
            List.of(EFFECTS, CAUSES));

    private final AuditTrail trail;
    private final Effects effects;
    private final AuditedKinds kinds;
    private final Executor blocking;
    private final QueryParameter kind;

    CauseEndpoints(AuditTrail trail, Effects effects, AuditedKinds kinds, List<String> all, Executor blocking) {
        this.trail = trail;
        this.effects = effects;
        this.kinds = kinds;
        this.blocking = blocking;
        kind = QueryParameter.oneOf("kind", "What the entity is.", all);
    }

    Endpoint<?> endpoint() {
        return Endpoint.get("/api/v1/audit/causes")
                .named(
                        "tellCauses",
                        "Audit",
                        "What an event or a request set in motion, or what led to an event: events, process steps and"
                                + " refusals, as a tree. Beyond an event that is not yours to see nothing is told")
                .needs(Permission.AUDIT_READ)
                .query(kind, ENTITY, SEQ, CORRELATION, DIRECTION)
                .answers(200, "The tree", CauseTree.class)
                .problems(UNKNOWN)
                .asksEntity()
                .handledBy(this::tree);
    }

    private CompletionStage<Answer> tree(Call<Void> call) {
        Optional<String> correlation = call.query(CORRELATION.name());
        boolean event = call.query(kind.name()).isPresent()
                || call.query(ENTITY.name()).isPresent()
                || call.query(SEQ.name()).isPresent();
        if (event == correlation.isPresent()) {
            throw AsOf.refused(
                    CORRELATION.name(),
                    "parameter.value",
                    "Expected either correlationId or an event, such as kind=sla&entity=acme.4711&seq=3.");
        }
        boolean causes = call.query(DIRECTION.name()).filter(CAUSES::equals).isPresent();
        if (causes && !event) {
            throw AsOf.refused(
                    DIRECTION.name(),
                    "parameter.value",
                    "Expected kind, entity and seq of an event to tell the causes of.");
        }
        // one more than can be told of a request, if there are as many
        CompletionStage<List<Entry>> starts = event
                ? queried(() -> List.of(start(call))).thenCompose(found -> told(found, call.tenant()))
                : queried(() -> trail.doneBy(call.tenant(), correlation.get(), CauseGraph.MAX_EVENTS + 1));
        return starts.thenCompose(found -> queried(() ->
                        causes ? CauseGraph.to(found.get(0), trail, effects) : CauseGraph.from(found, trail, effects)))
                .thenCompose(graph -> seen(graph, call.tenant()).thenApply(seen -> {
                    CauseGraph told = causes ? graph.asFarAs(seen.visible()) : graph;
                    if (event
                            && (told.starts().isEmpty()
                                    || !seen.visible().test(told.starts().get(0)))) {
                        throw unknown();
                    }
                    return Answer.ok(CauseTree.of(told, call.tenant(), seen.visible(), seen.all()));
                }));
    }

    /** Ends as unknown for whom the event is not, before anything is looked for that came of it or led to it. */
    private CompletionStage<List<Entry>> told(List<Entry> starts, TenantId reader) {
        Entry start = starts.get(0);
        AtomicBoolean seen = new AtomicBoolean(start.entity().tenant().equals(reader));
        return seen.get()
                ? CompletableFuture.completedFuture(starts)
                : kinds.told(start.entity(), reader, (meta, data) -> {
                            if (meta.id().equals(start.eventId())) {
                                seen.set(true);
                            }
                        })
                        .thenApply(done -> {
                            if (!seen.get()) {
                                throw unknown();
                            }
                            return starts;
                        });
    }

    private Entry start(Call<?> call) {
        for (QueryParameter parameter : List.of(kind, ENTITY, SEQ)) {
            if (call.query(parameter.name()).isEmpty()) {
                throw AsOf.refused(parameter.name(), "parameter.missing", "Expected kind, entity and seq of an event.");
            }
        }
        return EntityRef.parse(
                        call.query(kind.name()).orElseThrow(),
                        call.query(ENTITY.name()).orElseThrow())
                .flatMap(entity -> trail.event(
                        entity, Long.parseLong(call.query(SEQ.name()).orElseThrow())))
                .orElseThrow(CauseEndpoints::unknown);
    }

    /** The same for what is not there and what is not for the reader. */
    private static RuntimeException unknown() {
        return UNKNOWN.because("There is no such event.");
    }

    /** @param all whether every entity was looked at */
    private record Seen(Predicate<Entry> visible, boolean all) {}

    /** What happened to the reader's own entities, and what the histories of others' show it. */
    private CompletionStage<Seen> seen(CauseGraph graph, TenantId reader) {
        Set<String> shown = ConcurrentHashMap.newKeySet();
        List<EntityRef> others = graph.entities().stream()
                .filter(entity ->
                        !entity.tenant().equals(reader) && kinds.names().contains(entity.kind()))
                .toList();
        CompletableFuture<?>[] walks = others.stream()
                .limit(MAX_ENTITIES_OF_OTHERS)
                .map(entity -> kinds.told(entity, reader, (meta, data) -> {
                            if (graph.events().containsKey(meta.id())) {
                                shown.add(meta.id());
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(walks)
                .thenApply(done -> new Seen(
                        event -> event.entity().tenant().equals(reader) || shown.contains(event.eventId()),
                        others.size() <= MAX_ENTITIES_OF_OTHERS));
    }

    private <T> CompletableFuture<T> queried(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, blocking);
    }
}
