package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.SalesSettings;
import dev.symbio.contracts.opportunity.SalesSettingsCommand;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.opportunity.OpportunityRequests.SettingsRequest;
import dev.symbio.gateway.opportunity.OpportunityViews.SettingsView;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a tenant sets for all of its opportunities. */
final class SettingsEndpoints {
    private static final String PATH = "/api/v1/sales-settings";

    private final Opportunities opportunities;

    SettingsEndpoints(Opportunities opportunities) {
        this.opportunities = opportunities;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(PATH)
                        .named("getSalesSettings", Opportunities.TAG, "How your tenant sells; the defaults if not set")
                        .needs(Permission.OPPORTUNITY_READ)
                        .answers(200, "The settings", SettingsView.class)
                        .asksEntity()
                        .handledBy(this::get),
                Endpoint.put(PATH)
                        .named("setSalesSettings", Opportunities.TAG, "Set gates, stall time, scripts and strategies")
                        .needs(Permission.CONFIGURE)
                        .takes(SettingsRequest.class)
                        .answers(200, "The settings", SettingsView.class)
                        .problems(OpportunityProblems.NOT_FOUND)
                        .problems(OpportunityProblems.invalid(
                                "opportunity.invalid",
                                "opportunity.text-missing",
                                "opportunity.text-too-long",
                                "opportunity.kind-invalid",
                                "opportunity.gate-size",
                                "opportunity.too-many-items",
                                "opportunity.duration-out-of-range",
                                "opportunity.count-out-of-range",
                                "opportunity.share-out-of-range"))
                        .asksEntity()
                        .handledBy(this::set));
    }

    private CompletionStage<Answer> get(Call<?> call) {
        return opportunities.settings(call.tenant()).thenApply(found -> Answer.ok(SettingsView.of(found))
                .withSeq(found.seq()));
    }

    private CompletionStage<Answer> set(Call<SettingsRequest> call) {
        SalesSettingsCommand command =
                new SalesSettingsCommand.Configure(call.body().rules());
        return opportunities
                .entities()
                .send(SalesSettings.of(call.tenant()), command, call.meta())
                .thenApply(Replies::accepted)
                .thenCompose(done -> get(call));
    }
}
