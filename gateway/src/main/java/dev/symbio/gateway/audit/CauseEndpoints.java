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

/** What one event, or one request, set in motion in all entities and tenants; each auditor within its rights. */
final class CauseEndpoints {
    private static final ProblemType UNKNOWN = Replies.declared(Reason.NOT_FOUND, "audit.event-unknown");
    /** Each is followed through its history to find out what of it is for the reader. */
    private static final int MAX_ENTITIES_OF_OTHERS = 20;

    private static final QueryParameter ENTITY = QueryParameter.text("entity", "The entity's id, such as acme.4711.");
    private static final QueryParameter SEQ =
            QueryParameter.whole("seq", "Sequence number of the event.", 1, Integer.MAX_VALUE);
    private static final QueryParameter CORRELATION =
            QueryParameter.text("correlationId", "Instead of an event: X-Correlation-Id of a request of your tenant.");

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
                        "What an event or a request set in motion: events, process steps and refusals, as a tree")
                .needs(Permission.AUDIT_READ)
                .query(kind, ENTITY, SEQ, CORRELATION)
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
        CompletionStage<List<Entry>> starts = event
                ? queried(() -> List.of(start(call)))
                : queried(() -> trail.doneBy(call.tenant(), correlation.get(), CauseGraph.MAX_EVENTS));
        CompletionStage<List<Entry>> told = event ? starts.thenCompose(found -> told(found, call.tenant())) : starts;
        return told.thenCompose(found -> queried(() -> CauseGraph.from(found, trail, effects)))
                .thenCompose(graph -> visible(graph, call.tenant()).thenApply(seen -> {
                    if (event && !seen.test(graph.starts().get(0))) {
                        throw unknown();
                    }
                    return Answer.ok(CauseTree.of(graph, call.tenant(), seen));
                }));
    }

    /** Ends as unknown for whom the event is not, before anything is looked for that came of it. */
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

    /** What happened to the reader's own entities, and what the histories of others' show it. */
    private CompletionStage<Predicate<Entry>> visible(CauseGraph graph, TenantId reader) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        CompletableFuture<?>[] walks = graph.entities().stream()
                .filter(entity -> !entity.tenant().equals(reader))
                .limit(MAX_ENTITIES_OF_OTHERS)
                .map(entity -> kinds.told(entity, reader, (meta, data) -> {
                            if (graph.events().containsKey(meta.id())) {
                                seen.add(meta.id());
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(walks)
                .thenApply(done -> event -> event.entity().tenant().equals(reader) || seen.contains(event.eventId()));
    }

    private <T> CompletableFuture<T> queried(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, blocking);
    }
}
