package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityEvent;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.opportunity.OpportunityViews.OpportunityView;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Opportunities for auditors: what happened is for their own tenant alone, whatever of the state is shared with partners. */
final class OpportunityAudit implements Audited<OpportunityEvent, Opportunity> {
    private final Opportunities opportunities;

    OpportunityAudit(Opportunities opportunities) {
        this.opportunities = opportunities;
    }

    @Override
    public EntityKind<?, OpportunityEvent, Opportunity> kind() {
        return Opportunity.KIND;
    }

    @Override
    public List<ProblemType> problems() {
        return List.of(OpportunityProblems.NOT_FOUND, OpportunityProblems.NOT_FOR_YOU);
    }

    @Override
    public ProblemException notFound() {
        return Opportunities.notFound();
    }

    @Override
    public CompletionStage<Snapshot<Opportunity>> readable(EntityRef entity, TenantId reader) {
        return opportunities.own(entity, reader);
    }

    @Override
    public Optional<Object> view(EntityRef entity, AsOf.Moment<Opportunity> moment, TenantId reader) {
        return Optional.of(OpportunityView.forHost(entity, moment.found()));
    }

    @Override
    public Optional<?> seen(Recorded<OpportunityEvent> recorded, Opportunity live, Opportunity after, TenantId reader) {
        return Optional.of(recorded.event());
    }
}
