package dev.symbio.gateway.opportunity;

import static dev.symbio.gateway.opportunity.OpportunityProblems.COMMAND;
import static dev.symbio.gateway.opportunity.OpportunityProblems.conflict;
import static dev.symbio.gateway.opportunity.OpportunityProblems.invalid;

import dev.symbio.contracts.opportunity.OpportunityCommand;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.opportunity.OpportunityRequests.EndRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.ExpectedPaymentRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.PaymentRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.RenewalReport;
import dev.symbio.gateway.opportunity.OpportunityRequests.WinRequest;
import dev.symbio.gateway.opportunity.OpportunityViews.OpportunityDone;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;

/** How it ends, and the money. */
final class EndingEndpoints {
    private final Opportunities opportunities;

    EndingEndpoints(Opportunities opportunities) {
        this.opportunities = opportunities;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(win(), lose(), abandon(), expectPayment(), recordPayment(), reportRenewal());
    }

    private Endpoint<?> win() {
        return Endpoint.post(Opportunities.ONE + "/win")
                .named("winOpportunity", Opportunities.TAG, "Confirm that the contract is signed")
                .needs(Permission.OPPORTUNITY_CONFIRM)
                .takes(WinRequest.class)
                .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.not-in-contract-stage"))
                .problems(invalid(
                        "opportunity.artefact-missing",
                        "opportunity.confirmation-missing",
                        "opportunity.date-out-of-range"))
                .asksEntity()
                .handledBy(opportunities.carriesOutWithRules((call, rules) -> new OpportunityCommand.Win(
                        call.body().confirmed(),
                        rules.gates().contract(),
                        call.body().expectedPaymentOn(),
                        call.body().happenedAt())));
    }

    private Endpoint<?> lose() {
        return Endpoint.post(Opportunities.ONE + "/lose")
                .named("loseOpportunity", Opportunities.TAG, "The customer decided otherwise")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(EndRequest.class)
                .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                .problems(COMMAND)
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.Lose(
                        call.body().reason(), call.body().happenedAt())));
    }

    private Endpoint<?> abandon() {
        return Endpoint.post(Opportunities.ONE + "/abandon")
                .named("abandonOpportunity", Opportunities.TAG, "Give it up")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(EndRequest.class)
                .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                .problems(COMMAND)
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.Abandon(
                        call.body().reason(), call.body().happenedAt())));
    }

    private Endpoint<?> expectPayment() {
        return Endpoint.put(Opportunities.ONE + "/expected-payment")
                .named("expectPayment", Opportunities.TAG, "Say when the money should come")
                .needs(Permission.FINANCE)
                .takes(ExpectedPaymentRequest.class)
                .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(invalid("opportunity.date-out-of-range"))
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.ExpectPayment(
                        call.body().on(), call.body().happenedAt())));
    }

    private Endpoint<?> recordPayment() {
        return Endpoint.post(Opportunities.ONE + "/payments")
                .named("recordPayment", Opportunities.TAG, "Record money that came")
                .needs(Permission.FINANCE)
                .takes(PaymentRequest.class)
                .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.payment-conflict", "opportunity.too-many-payments"))
                .problems(invalid("opportunity.amount-out-of-range", "opportunity.date-out-of-range"))
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.RecordPayment(
                        call.body().reference(),
                        call.body().amount(),
                        call.body().paidOn(),
                        call.body().happenedAt())));
    }

    private Endpoint<?> reportRenewal() {
        return Endpoint.put(Opportunities.ONE + "/renewal")
                .named("reportRenewal", Opportunities.TAG, "Say when the contract ends and how the customer is served")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(RenewalReport.class)
                .answers(200, WorkEndpoints.DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(invalid("opportunity.date-out-of-range", "opportunity.share-out-of-range"))
                .asksEntity()
                .handledBy(opportunities.carriesOutWithRules((call, rules) -> new OpportunityCommand.ReportRenewal(
                        call.body().endsOn(),
                        call.body().ticketResolution(),
                        rules.renewalRule(),
                        call.body().happenedAt())));
    }
}
