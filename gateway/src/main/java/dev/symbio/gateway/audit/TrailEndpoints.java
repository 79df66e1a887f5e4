package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.audit.AuditTrail;
import dev.symbio.platform.audit.AuditTrail.Entry;
import dev.symbio.platform.audit.AuditTrail.Position;
import dev.symbio.platform.audit.AuditTrail.Question;
import dev.symbio.platform.audit.AuditTrail.Scope;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Openings;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who did what: of the tenant's own entities everything, by a read model, and what its own people did to those of others, as far
 * as their histories show it; of another tenant's entity that it takes part in, and names, all that its history shows.
 */
final class TrailEndpoints {
    private static final QueryParameter ENTITY =
            QueryParameter.text("entity", "Its id, such as acme.4711, together with `kind`.");
    private static final QueryParameter SUBJECT = QueryParameter.text("subject", "Who of your tenant did it.");
    private static final QueryParameter CORRELATION =
            QueryParameter.text("correlationId", "X-Correlation-Id of a request that your tenant took part in.");
    private static final QueryParameter FROM = QueryParameter.instant("from", "Recorded at this moment or later.");
    private static final QueryParameter UNTIL = QueryParameter.instant("until", "Recorded before this moment.");

    private static final QueryParameter SCOPE = QueryParameter.oneOf(
            "scope",
            "What happened to your tenant's own entities (`ours`), or what your people did to those of others (`elsewhere`);"
                    + " both if absent. Not together with `entity`.",
            List.of("ours", "elsewhere"));

    private final QueryParameter kind;
    private final AuditTrail trail;
    private final AuditedKinds kinds;
    private final ActsElsewhere acts;
    private final Cursors cursors;
    private final Openings openings;
    private final Executor blocking;

    /** @param all names of all kinds of entities */
    TrailEndpoints(
            AuditTrail trail,
            AuditedKinds kinds,
            List<String> all,
            Cursors cursors,
            Openings openings,
            Executor blocking) {
        this.openings = openings;
        this.trail = trail;
        this.kinds = kinds;
        acts = new ActsElsewhere(kinds);
        this.cursors = cursors;
        this.blocking = blocking;
        kind = QueryParameter.oneOf("kind", "What it happened to.", all);
    }

    Endpoint<?> endpoint() {
        return Endpoint.get("/api/v1/audit/events")
                .named(
                        "listAuditEvents",
                        "Audit",
                        "Who did what and why, newest first: everything in your tenant and what your people did in others, or"
                                + " what you may know of another tenant's entity that you take part in and name")
                .needs(Permission.AUDIT_READ)
                .query(
                        kind,
                        ENTITY,
                        SUBJECT,
                        CORRELATION,
                        FROM,
                        UNTIL,
                        SCOPE,
                        QueryParameter.CURSOR,
                        QueryParameter.LIMIT)
                .answers(
                        200,
                        "A page of events, without their data; it can have fewer than the limit and still a next one",
                        Page.class,
                        TrailView.class)
                .asksEntity()
                .handledBy(this::list);
    }

    private CompletionStage<Answer> list(Call<Void> call) {
        Question question = question(call);
        EntityRef entity = question.entity();
        return entity == null || entity.tenant().equals(call.tenant())
                ? own(call, question)
                : ofAnother(call, question);
    }

    private Question question(Call<Void> call) {
        String kindName = call.query(kind.name()).orElse(null);
        EntityRef entity = call.query(ENTITY.name())
                .map(id -> {
                    if (kindName == null) {
                        throw AsOf.refused(kind.name(), "parameter.missing", "Expected the kind of the entity.");
                    }
                    return EntityRef.parse(kindName, id)
                            .orElseThrow(() -> AsOf.refused(
                                    ENTITY.name(), "parameter.value", "Expected an id such as acme.4711."));
                })
                .orElse(null);
        Scope scope = call.query(SCOPE.name())
                .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(null);
        if (entity != null && scope != null) {
            throw AsOf.refused(SCOPE.name(), "parameter.value", "Expected scope or entity but got both.");
        }
        Instant from = instant(call, FROM);
        Instant until = instant(call, UNTIL);
        if (from != null && until != null && !from.isBefore(until)) {
            throw AsOf.refused(UNTIL.name(), "parameter.value", "Expected a moment after from.");
        }
        return new Question(
                kindName,
                entity,
                call.query(SUBJECT.name()).orElse(null),
                call.query(CORRELATION.name()).orElse(null),
                from,
                until,
                scope);
    }

    private static @Nullable Instant instant(Call<?> call, QueryParameter parameter) {
        return call.query(parameter.name()).flatMap(QueryParameter::instant).orElse(null);
    }

    private CompletionStage<Answer> own(Call<Void> call, Question question) {
        List<String> filter = filter("audit", question);
        Position before =
                cursors.position(call, filter).map(TrailEndpoints::position).orElse(null);
        return CompletableFuture.supplyAsync(
                        () -> trail.list(call.tenant(), question, before, call.limit() + 1), blocking)
                .thenCompose(rows -> {
                    int looked = Math.min(call.limit(), acts.reach(rows, call.tenant()));
                    Page<Entry> page = cursors.page(call, looked, filter, rows, TrailEndpoints::text);
                    return acts.seen(page.items(), call.tenant())
                            .thenApply(seen -> Answer.ok(
                                    new Page<>(seen, page.next()).map(entry -> TrailView.of(entry, call.tenant()))));
                });
    }

    private static String text(Entry entry) {
        return String.join(
                "|",
                entry.recordedAt().toString(),
                entry.entity().kind(),
                entry.entity().publicId(),
                Long.toString(entry.seq()));
    }

    private static Position position(String text) {
        String[] parts = text.split("[|]");
        return new Position(
                Instant.parse(parts[0]), EntityRef.parse(parts[1], parts[2]).orElseThrow(), Long.parseLong(parts[3]));
    }

    /** Its history is followed from the beginning; no more than a page of it is held at a time. */
    private CompletionStage<Answer> ofAnother(Call<Void> call, Question question) {
        List<String> filter = filter("audit-of-another", question);
        long before = cursors.position(call, filter).map(Long::parseLong).orElse(Long.MAX_VALUE);
        Predicate<EventMeta> wanted = wanted(question, call.tenant());
        Deque<TrailView> newest = new ArrayDeque<>();
        return kinds.told(question.entity(), call.tenant(), (meta, data) -> {
                    if (meta.seq() < before && wanted.test(meta)) {
                        newest.addFirst(TrailView.of(meta, call.tenant()));
                        if (newest.size() > call.limit() + 1) {
                            newest.removeLast();
                        }
                    }
                })
                .thenApply(told -> Answer.ok(
                        cursors.page(call, filter, new ArrayList<>(newest), view -> Long.toString(view.seq()))));
    }

    /** Persons and requests are known to those of the same tenant alone. */
    private Predicate<EventMeta> wanted(Question question, TenantId reader) {
        return meta -> {
            boolean own = meta.by().tenant().equals(reader);
            return (question.subject() == null
                            || own && openings.text(meta.by().subject()).equals(question.subject()))
                    && (question.correlationId() == null
                            || own && meta.correlationId().equals(question.correlationId()))
                    && (question.from() == null || !meta.recordedAt().isBefore(question.from()))
                    && (question.until() == null || meta.recordedAt().isBefore(question.until()));
        };
    }

    private static List<String> filter(String list, Question question) {
        List<String> filter = new ArrayList<>(List.of(list));
        Collections.addAll(
                filter,
                String.valueOf(question.kind()),
                String.valueOf(question.entity()),
                String.valueOf(question.subject()),
                String.valueOf(question.correlationId()),
                String.valueOf(question.from()),
                String.valueOf(question.until()),
                String.valueOf(question.scope()));
        return filter;
    }
}
