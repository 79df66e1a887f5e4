package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.sla.SlaViews.ContractView;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Contracts for auditors: the parties see all, the arbiter what is signed and not under negotiation. */
final class SlaAudit implements Audited<SlaEvent, SlaContract> {
    private final Contracts contracts;

    SlaAudit(Contracts contracts) {
        this.contracts = contracts;
    }

    @Override
    public EntityKind<?, SlaEvent, SlaContract> kind() {
        return SlaContract.KIND;
    }

    @Override
    public List<ProblemType> problems() {
        return List.of(SlaProblems.NOT_FOUND);
    }

    @Override
    public ProblemException notFound() {
        return Contracts.notFound();
    }

    @Override
    public CompletionStage<Snapshot<SlaContract>> readable(EntityRef entity, TenantId reader) {
        return contracts.visible(entity, reader);
    }

    @Override
    public Optional<Object> view(EntityRef entity, AsOf.Moment<SlaContract> moment, TenantId reader) {
        return moment.found().state().visibleTo(reader)
                ? Optional.of(ContractView.of(entity, moment.found(), reader))
                : Optional.empty();
    }

    @Override
    public Optional<?> seen(Recorded<SlaEvent> recorded, SlaContract live, SlaContract after, TenantId reader) {
        if (live.parties().binds(reader)) {
            return Optional.of(recorded.event());
        }
        return after.visibleTo(reader) ? ReadEndpoints.agreed(recorded, reader) : Optional.empty();
    }

    @Override
    public boolean seesAll(SlaContract live, TenantId reader) {
        return live.parties().binds(reader);
    }
}
