package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.BuyerRole;
import dev.symbio.contracts.opportunity.ChainRole;
import dev.symbio.contracts.opportunity.Contact;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityEvent;
import dev.symbio.contracts.opportunity.SalesRules;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.EventPages;
import dev.symbio.gateway.audit.EventView;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.opportunity.OpportunityViews.FollowUp;
import dev.symbio.gateway.opportunity.OpportunityViews.OpportunityView;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.pcollections.PVector;

/** One opportunity in detail: as it stands, how to follow up, and what happened. */
final class OpportunityReading {
    private final Opportunities opportunities;
    private final Clock clock;
    private final EventPages<OpportunityEvent> pages;
    private final AsOf asOf;

    OpportunityReading(Opportunities opportunities, Platform platform, Cursors cursors) {
        this.opportunities = opportunities;
        pages = new EventPages<>(Opportunity.KIND, platform, cursors);
        asOf = new AsOf(platform);
        clock = platform.clock();
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(Opportunities.ONE)
                        .named(
                                "getOpportunity",
                                Opportunities.TAG,
                                "One opportunity as it stands; for a partner, the fields that are shared with it;"
                                        + " for its own tenant also as it was")
                        .needs(Permission.OPPORTUNITY_READ)
                        .query(AsOf.SEQ, AsOf.TIME)
                        .answers(200, "The opportunity", OpportunityView.class)
                        .problems(OpportunityProblems.NOT_FOUND, OpportunityProblems.NOT_FOR_YOU)
                        .asksEntity()
                        .handledBy(this::opportunity),
                Endpoint.get(Opportunities.ONE + "/follow-up")
                        .named("adviseFollowUp", Opportunities.TAG, "How your tenant's strategies follow it up")
                        .needs(Permission.OPPORTUNITY_READ)
                        .answers(200, "The advice", FollowUp.class)
                        .problems(OpportunityProblems.NOT_FOUND, OpportunityProblems.NOT_FOR_YOU)
                        .asksEntity()
                        .handledBy(this::followUp),
                Endpoint.get(Opportunities.ONE + "/events")
                        .named("listOpportunityEvents", Opportunities.TAG, "The opportunity's history")
                        .needs(Permission.AUDIT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of events, oldest first", Page.class, EventView.class)
                        .problems(OpportunityProblems.NOT_FOUND, OpportunityProblems.NOT_FOR_YOU)
                        .asksEntity()
                        .handledBy(this::events));
    }

    private CompletionStage<Answer> opportunity(Call<Void> call) {
        EntityRef ref = Opportunities.ref(call);
        if (AsOf.isAsked(call)) {
            // what happened is not shared with partners, only how it stands
            return opportunities
                    .own(call)
                    .thenCompose(live -> asOf.of(call, Opportunity.KIND, ref, live))
                    .thenApply(moment -> Answer.ok(OpportunityView.forHost(ref, moment.found()))
                            .withSeq(moment.found().seq()));
        }
        return opportunities
                .visible(call)
                .thenApply(found -> call.tenant().equals(ref.tenant())
                        ? Answer.ok(OpportunityView.forHost(ref, found)).withSeq(found.seq())
                        : Answer.ok(OpportunityView.forPartner(
                                ref,
                                found,
                                found.state().sharedWith(call.tenant()).orElseThrow())));
    }

    private CompletionStage<Answer> followUp(Call<Void> call) {
        return opportunities
                .own(call)
                .thenCompose(found -> opportunities.settings(call.tenant()).thenApply(settings -> Answer.ok(
                                advice(found.state(), settings.state().rules()))
                        .withSeq(found.seq())));
    }

    private FollowUp advice(Opportunity opportunity, SalesRules rules) {
        SalesRules.Strategy strategy = rules.strategyFor(opportunity.profile()).orElse(null);
        PVector<Contact> contacts = opportunity.activity().contacts();
        Contact last = contacts.isEmpty() ? null : contacts.get(contacts.size() - 1);
        Instant since = last == null ? opportunity.progress().openedAt() : last.at();
        Instant by = strategy == null || !opportunity.isOpen() ? null : since.plus(strategy.contactEvery());
        List<BuyerRole> unconfirmed = Arrays.stream(BuyerRole.values())
                .filter(role -> {
                    ChainRole known = opportunity.chain().get(role.word());
                    return known == null || !known.confirmed();
                })
                .toList();
        return new FollowUp(
                strategy,
                by,
                by != null && by.isBefore(clock.instant()),
                last == null ? null : last.nextAction(),
                last == null ? null : last.nextActionAt(),
                unconfirmed);
    }

    private CompletionStage<Answer> events(Call<Void> call) {
        return opportunities.own(call).thenCompose(found -> pages.page(call, Opportunities.ref(call), found));
    }
}
