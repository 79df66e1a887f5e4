package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.Outlook;
import dev.symbio.contracts.sla.PeriodAccount;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.contracts.sla.TermsInWords;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.EventPages;
import dev.symbio.gateway.audit.EventView;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.sla.SlaViews.ContractView;
import dev.symbio.gateway.sla.SlaViews.ObservationView;
import dev.symbio.gateway.sla.SlaViews.TermsText;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One contract in detail: as it stands, in words, how it is going, what was observed and what happened. */
final class ReadEndpoints {
    private static final String ENGLISH = "en";
    private static final String CHINESE = "zh-CN";
    private static final QueryParameter LANGUAGE =
            QueryParameter.oneOf("lang", "Language; English if absent.", List.of(ENGLISH, CHINESE));
    /** Between the parties until both have signed, and for ever if they do not. */
    private static final Set<Class<?>> UNDER_NEGOTIATION =
            Set.of(SlaEvent.AmendmentProposed.class, SlaEvent.AmendmentRejected.class);

    private final Contracts contracts;
    private final History history;
    private final PeriodRecords records;
    private final Cursors cursors;
    private final Clock clock;
    private final Executor blocking;
    private final EventPages<SlaEvent> pages;
    private final AsOf asOf;

    ReadEndpoints(Contracts contracts, Platform platform, PeriodRecords records, Cursors cursors) {
        this.contracts = contracts;
        history = platform.history();
        pages = new EventPages<>(SlaContract.KIND, platform, cursors);
        asOf = new AsOf(platform);
        this.records = records;
        this.cursors = cursors;
        clock = platform.clock();
        blocking = platform.blocking();
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(Contracts.ONE)
                        .named("getSlaContract", Contracts.TAG, "One contract as it stands, or as it was")
                        .needs(Permission.CONTRACT_READ)
                        .query(AsOf.SEQ, AsOf.TIME)
                        .answers(200, "The contract", ContractView.class)
                        .problems(SlaProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::contract),
                Endpoint.get(Contracts.ONE + "/terms")
                        .named("getTermsInWords", Contracts.TAG, "The terms in plain language")
                        .needs(Permission.CONTRACT_READ)
                        .query(LANGUAGE)
                        .answers(200, "One sentence per rule", TermsText.class)
                        .problems(SlaProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::terms),
                Endpoint.get(Contracts.ONE + "/outlook")
                        .named("getOutlook", Contracts.TAG, "Early warning: how the open periods are going")
                        .needs(Permission.CONTRACT_READ)
                        .answers(200, "One outlook per open period", Page.class, Outlook.class)
                        .problems(SlaProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::outlook),
                Endpoint.get(Contracts.ONE + "/periods/{period}/observations")
                        .named("listObservations", Contracts.TAG, "What was observed in a period, by id")
                        .needs(Permission.CONTRACT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of observations", Page.class, ObservationView.class)
                        .problems(SlaProblems.NOT_FOUND, SlaProblems.PERIOD_UNKNOWN)
                        .asksEntity()
                        .handledBy(this::observations),
                Endpoint.get(Contracts.ONE + "/events")
                        .named("listEvents", Contracts.TAG, "The contract's history")
                        .needs(Permission.AUDIT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(
                                200,
                                "A page of events, oldest first; without what is under negotiation, for an arbiter",
                                Page.class,
                                EventView.class)
                        .problems(SlaProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::events));
    }

    private CompletionStage<Answer> contract(Call<Void> call) {
        EntityRef ref = Contracts.ref(call);
        return contracts
                .visible(call)
                .thenCompose(live -> asOf.of(call, SlaContract.KIND, ref, live))
                .thenApply(moment -> {
                    Snapshot<SlaContract> found = Contracts.visible(moment.found(), call.tenant());
                    return Answer.ok(ContractView.of(ref, found, call.tenant())).withSeq(found.seq());
                });
    }

    private CompletionStage<Answer> terms(Call<Void> call) {
        String language = call.query(LANGUAGE.name()).orElse(ENGLISH);
        return contracts.visible(call).thenApply(found -> {
            List<String> sentences = found.state()
                    .termsAt(clock.instant())
                    .map(terms -> language.equals(CHINESE) ? TermsInWords.chinese(terms) : TermsInWords.english(terms))
                    .orElse(List.of());
            return Answer.ok(new TermsText(language, sentences)).withSeq(found.seq());
        });
    }

    private CompletionStage<Answer> outlook(Call<Void> call) {
        return contracts
                .visible(call)
                .thenApply(found -> Answer.ok(new Page<>(found.state().outlooks(clock.instant()), null)));
    }

    private CompletionStage<Answer> observations(Call<Void> call) {
        EntityRef ref = Contracts.ref(call);
        String period = call.path("period");
        List<String> filter = List.of("observations", ref.publicId(), period);
        String after = cursors.position(call, filter).orElse("");
        return contracts
                .visible(call)
                .thenCompose(found -> records.of(ref, found, period))
                .thenApplyAsync(
                        found -> {
                            PeriodAccount account = found.orElseThrow(() -> SlaProblems.PERIOD_UNKNOWN.because(
                                            "There is no such period in this contract."))
                                    .found();
                            return Answer.ok(cursors.page(
                                    call, filter, views(account, after, call.limit()), ObservationView::id));
                        },
                        blocking);
    }

    /** One more than the limit, by id. */
    private static List<ObservationView> views(PeriodAccount account, String after, int limit) {
        if (account == null) {
            return List.of();
        }
        return account.observations().values().stream()
                .filter(observation -> observation.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(observation -> observation.id()))
                .limit(limit + 1L)
                .map(observation ->
                        ObservationView.of(observation, account.corrections().get(observation.id())))
                .toList();
    }

    private CompletionStage<Answer> events(Call<Void> call) {
        EntityRef ref = Contracts.ref(call);
        return contracts.visible(call).thenCompose(found -> {
            boolean party = found.state().parties().binds(call.tenant());
            return party
                    ? pages.page(call, ref, found)
                    : signedAt(ref, found.seq(), 1)
                            .thenCompose(signed -> pages.page(call, ref, found, signed, ReadEndpoints::agreed));
        });
    }

    static Optional<SlaEvent> agreed(Recorded<SlaEvent> recorded, TenantId reader) {
        return Optional.of(recorded.event()).filter(event -> !UNDER_NEGOTIATION.contains(event.getClass()));
    }

    /** What was negotiated before both had signed is not for the arbiter. */
    private CompletionStage<Long> signedAt(EntityRef ref, long liveSeq, long from) {
        String signed = SlaContract.KIND.eventTypes().stream()
                .filter(type -> type.type() == SlaEvent.Signed.class)
                .findFirst()
                .orElseThrow()
                .publicName();
        return history.events(ref, from, QueryParameter.MAX_LIMIT, liveSeq).thenCompose(events -> {
            for (StoredEvent event : events) {
                if (event.meta().type().startsWith(signed + ".")) {
                    return CompletableFuture.completedFuture(event.meta().seq());
                }
            }
            return events.isEmpty()
                    ? CompletableFuture.completedFuture(from)
                    : signedAt(ref, liveSeq, from + events.size());
        });
    }
}
