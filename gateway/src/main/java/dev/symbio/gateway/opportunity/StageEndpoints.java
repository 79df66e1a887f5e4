package dev.symbio.gateway.opportunity;

import static dev.symbio.gateway.opportunity.OpportunityProblems.COMMAND;
import static dev.symbio.gateway.opportunity.OpportunityProblems.conflict;
import static dev.symbio.gateway.opportunity.OpportunityProblems.invalid;

import dev.symbio.contracts.opportunity.OpportunityCommand;
import dev.symbio.contracts.opportunity.SalesRules;
import dev.symbio.contracts.opportunity.Stage;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.opportunity.OpportunityRequests.AdvanceRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.BackRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.PocRequest;
import dev.symbio.gateway.opportunity.OpportunityViews.OpportunityDone;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;

/** From stage to stage. */
final class StageEndpoints {
    private final Opportunities opportunities;

    StageEndpoints(Opportunities opportunities) {
        this.opportunities = opportunities;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post(Opportunities.ONE + "/advance")
                        .named("advanceOpportunity", Opportunities.TAG, "On to the next stage, through this one's gate")
                        .needs(Permission.OPPORTUNITY_WORK)
                        .takes(AdvanceRequest.class)
                        .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                        .problems(COMMAND)
                        .problems(conflict("opportunity.not-the-next-stage"))
                        .problems(invalid("opportunity.artefact-missing"))
                        .asksEntity()
                        .handledBy(opportunities.carriesOutWithRules((call, rules) -> new OpportunityCommand.Advance(
                                call.body().to(),
                                gateBefore(call.body().to(), rules),
                                rules.stall(),
                                call.body().happenedAt()))),
                Endpoint.post(Opportunities.ONE + "/back")
                        .named("returnOpportunity", Opportunities.TAG, "Back to an earlier stage, with a reason")
                        .needs(Permission.OPPORTUNITY_WORK)
                        .takes(BackRequest.class)
                        .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                        .problems(COMMAND)
                        .problems(conflict("opportunity.not-an-earlier-stage"))
                        .asksEntity()
                        .handledBy(opportunities.carriesOutWithRules((call, rules) -> new OpportunityCommand.GoBack(
                                call.body().to(),
                                call.body().reason(),
                                rules.stall(),
                                call.body().happenedAt()))),
                Endpoint.post(Opportunities.ONE + "/poc")
                        .named("startPoc", Opportunities.TAG, "Begin a proof of concept with the customer")
                        .needs(Permission.OPPORTUNITY_WORK)
                        .takes(PocRequest.class)
                        .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                        .problems(COMMAND)
                        .problems(conflict("opportunity.poc-already-started"))
                        .asksEntity()
                        .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.StartPoc(
                                call.body().note(), call.body().happenedAt()))));
    }

    /** Of the stage that is left; nothing comes before the first. */
    private static List<String> gateBefore(Stage next, SalesRules rules) {
        return next.ordinal() == 0 ? List.of() : rules.gates().of(Stage.values()[next.ordinal() - 1]);
    }
}
