package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Entities that have no history among a feature's endpoints: what happened to them, and how they were. */
final class HistoryEndpoints {
    private static final String ONE = "/api/v1/audit/entities/{kind}/{entity}";

    /**
     * An entity as it is, or as it was.
     *
     * @param at the moment asked for, or when the event was recorded; now if neither was asked for
     * @param state what was known then, as far as it is for auditors
     */
    record AuditedEntity(String kind, String entity, long seq, Instant at, Object state) {}

    private record Told<E, S>(OwnKind<E, S> audited, EventPages<E> pages) {
        static <E, S> Told<E, S> of(OwnKind<E, S> audited, Platform platform, Cursors cursors) {
            return new Told<>(audited, new EventPages<>(audited.kind(), platform, cursors));
        }

        String name() {
            return audited.kind().name();
        }

        CompletionStage<Answer> state(Call<Void> call, AsOf asOf) {
            EntityRef entity = ref(call);
            return audited.readable(entity, call.tenant())
                    .thenCompose(live -> asOf.of(call, audited.kind(), entity, live))
                    .thenApply(moment -> {
                        Object state =
                                audited.view(entity, moment, call.tenant()).orElseThrow(OwnKind::noSuchEntity);
                        long seq = moment.found().seq();
                        return Answer.ok(new AuditedEntity(name(), entity.publicId(), seq, moment.at(), state))
                                .withSeq(seq);
                    });
        }

        CompletionStage<Answer> events(Call<Void> call) {
            EntityRef entity = ref(call);
            return audited.readable(entity, call.tenant())
                    .thenCompose(live -> pages.page(
                            call,
                            entity,
                            live,
                            1,
                            (recorded, reader) -> audited.seen(recorded, live.state(), live.state(), reader)));
        }

        private EntityRef ref(Call<?> call) {
            return EntityRef.parse(name(), call.path("entity")).orElseThrow(OwnKind::noSuchEntity);
        }
    }

    private final Map<String, Told<?, ?>> byKind;
    private final AsOf asOf;

    HistoryEndpoints(List<OwnKind<?, ?>> kinds, Platform platform, Cursors cursors) {
        byKind = kinds.stream()
                .map(each -> Told.of(each, platform, cursors))
                .collect(Collectors.toMap(Told::name, Function.identity()));
        asOf = new AsOf(platform);
    }

    List<Endpoint<?>> endpoints() {
        String kinds = "; kind is "
                + String.join(", ", byKind.keySet().stream().sorted().toList());
        return List.of(
                Endpoint.get(ONE)
                        .named(
                                "getAuditedEntity",
                                "Audit",
                                "One of your tenant's entities as it is, or as it was" + kinds)
                        .needs(Permission.AUDIT_READ)
                        .query(AsOf.SEQ, AsOf.TIME)
                        .answers(200, "The entity", AuditedEntity.class)
                        .problems(OwnKind.NOT_FOUND)
                        .asksEntity()
                        .handledBy(call -> told(call).state(call, asOf)),
                Endpoint.get(ONE + "/events")
                        .named("listAuditedEntityEvents", "Audit", "Its history" + kinds)
                        .needs(Permission.AUDIT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of events, oldest first", Page.class, EventView.class)
                        .problems(OwnKind.NOT_FOUND)
                        .asksEntity()
                        .handledBy(call -> told(call).events(call)));
    }

    private Told<?, ?> told(Call<?> call) {
        Told<?, ?> told = byKind.get(call.path("kind"));
        if (told == null) {
            throw OwnKind.noSuchEntity();
        }
        return told;
    }
}
