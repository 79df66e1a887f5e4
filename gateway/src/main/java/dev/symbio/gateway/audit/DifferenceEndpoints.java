package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What changed between two moments: field by field, in words, and by which events. */
final class DifferenceEndpoints {
    private static final int MAX_EVENTS = 500;
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final QueryParameter ENTITY = QueryParameter.text("entity", "Its id, such as acme.4711.");
    private static final QueryParameter FIRST =
            QueryParameter.text(FROM, "The earlier moment: a sequence number such as 12, or an instant.");
    private static final QueryParameter SECOND = QueryParameter.text(TO, "The later moment, likewise; now if absent.");
    private static final QueryParameter LANGUAGE =
            QueryParameter.oneOf("lang", "Language of the sentences; English if absent.", DifferencesInWords.LANGUAGES);

    /** @param at when the state began to hold, or the moment asked for */
    record MomentView(long seq, Instant at) {}

    /**
     * One difference, in full and in a sentence.
     *
     * @param pointer JSON Pointer into the state after; into the one before for what is gone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferenceView(String pointer, @Nullable JsonNode before, @Nullable JsonNode after, String sentence) {}

    /**
     * What changed, as far as the reader may see it.
     *
     * @param differences of what the entity's detail shows
     * @param events that lie between the moments, oldest first, the first 500 of them
     * @param eventCount how many there are
     */
    record DifferencesView(
            String kind,
            String entity,
            MomentView from,
            MomentView to,
            String language,
            List<DifferenceView> differences,
            List<TrailView> events,
            int eventCount) {}

    private final AuditedKinds kinds;
    private final AsOf asOf;
    private final Executor blocking;
    private final QueryParameter kind;

    DifferenceEndpoints(AuditedKinds kinds, AsOf asOf, Executor blocking) {
        this.kinds = kinds;
        this.asOf = asOf;
        this.blocking = blocking;
        kind = QueryParameter.oneOf("kind", "What the entity is.", kinds.names());
    }

    Endpoint<?> endpoint() {
        return Endpoint.get("/api/v1/audit/differences")
                .named(
                        "tellDifferences",
                        "Audit",
                        "What changed in an entity between two moments: field by field, in words, and by which events")
                .needs(Permission.AUDIT_READ)
                .query(kind, ENTITY, FIRST, SECOND, LANGUAGE)
                .answers(200, "The differences", DifferencesView.class)
                .problems(kinds.problems())
                .asksEntity()
                .handledBy(this::differences);
    }

    private CompletionStage<Answer> differences(Call<Void> call) {
        return differences(call, kinds.named(required(call, kind)));
    }

    private static String required(Call<?> call, QueryParameter parameter) {
        return call.query(parameter.name())
                .orElseThrow(() -> AsOf.refused(
                        parameter.name(),
                        "parameter.missing",
                        "Expected kind, entity and from, such as kind=sla&entity=acme.4711&from=12."));
    }

    private <E, S> CompletionStage<Answer> differences(Call<Void> call, Audited<E, S> audited) {
        EntityRef entity =
                EntityRef.parse(audited.kind().name(), required(call, ENTITY)).orElseThrow(audited::notFound);
        AsOf.Asked first = AsOf.asked(FROM, required(call, FIRST));
        AsOf.Asked second =
                call.query(SECOND.name()).map(value -> AsOf.asked(TO, value)).orElse(null);
        return audited.readable(entity, call.tenant()).thenCompose(live -> {
            AsOf.Asked last = second == null ? new AsOf.Asked(TO, live.seq(), null) : second;
            return asOf.at(first, audited.kind(), entity, live)
                    .thenCombine(asOf.at(last, audited.kind(), entity, live), (from, to) -> new Pair<>(from, to))
                    .thenCompose(pair -> told(call, audited, entity, live, pair));
        });
    }

    private record Pair<S>(AsOf.Moment<S> from, AsOf.Moment<S> to) {}

    private <E, S> CompletionStage<Answer> told(
            Call<Void> call, Audited<E, S> audited, EntityRef entity, Snapshot<S> live, Pair<S> pair) {
        long first = pair.from.found().seq();
        long last = pair.to.found().seq();
        if (first > last) {
            throw AsOf.unknown(TO, "Expected a moment that is not before from.");
        }
        JsonNode before = shown(audited, entity, pair.from, call, FROM);
        JsonNode after = shown(audited, entity, pair.to, call, TO);
        List<TrailView> events = new ArrayList<>();
        return kinds.told(audited, entity, live, call.tenant(), (meta, data) -> {
                    if (meta.seq() > first && meta.seq() <= last) {
                        events.add(TrailView.of(meta, call.tenant()));
                    }
                })
                .thenApplyAsync(
                        end -> Answer.ok(new DifferencesView(
                                entity.kind(),
                                entity.publicId(),
                                new MomentView(first, pair.from.at()),
                                new MomentView(last, pair.to.at()),
                                call.query(LANGUAGE.name()).orElse(DifferencesInWords.LANGUAGES.get(0)),
                                views(call, before, after),
                                events.subList(0, Math.min(MAX_EVENTS, events.size())),
                                events.size())),
                        blocking);
    }

    private static <E, S> JsonNode shown(
            Audited<E, S> audited, EntityRef entity, AsOf.Moment<S> moment, Call<?> call, String parameter) {
        return Json.MAPPER.valueToTree(audited.view(entity, moment, call.tenant())
                .orElseThrow(() ->
                        AsOf.unknown(parameter, "Expected a moment at which the entity was yours to see already.")));
    }

    private static List<DifferenceView> views(Call<?> call, JsonNode before, JsonNode after) {
        DifferencesInWords words =
                new DifferencesInWords(call.query(LANGUAGE.name()).orElse(DifferencesInWords.LANGUAGES.get(0)));
        return JsonDifferences.between(before, after).stream()
                .map(each -> new DifferenceView(
                        each.pointer(), each.before(), each.after(), words.sentence(each, before, after)))
                .toList();
    }
}
