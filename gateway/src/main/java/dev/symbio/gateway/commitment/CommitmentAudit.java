package dev.symbio.gateway.commitment;

import dev.symbio.contracts.commitment.CommitmentEvent;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.commitment.CommitmentViews.CommitmentView;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Commitments for auditors: host and customer see all but the names of each other's people. */
final class CommitmentAudit implements Audited<CommitmentEvent, ValueCommitment> {
    private final Commitments commitments;

    CommitmentAudit(Commitments commitments) {
        this.commitments = commitments;
    }

    @Override
    public EntityKind<?, CommitmentEvent, ValueCommitment> kind() {
        return ValueCommitment.KIND;
    }

    @Override
    public List<ProblemType> problems() {
        return List.of(CommitmentProblems.NOT_FOUND);
    }

    @Override
    public ProblemException notFound() {
        return Commitments.notFound();
    }

    @Override
    public CompletionStage<Snapshot<ValueCommitment>> readable(EntityRef entity, TenantId reader) {
        return commitments.visible(entity, reader);
    }

    @Override
    public Optional<Object> view(EntityRef entity, AsOf.Moment<ValueCommitment> moment, TenantId reader) {
        return moment.found().state().visibleTo(reader)
                ? Optional.of(CommitmentView.of(entity, moment.found(), reader))
                : Optional.empty();
    }

    @Override
    public Optional<?> seen(
            Recorded<CommitmentEvent> recorded, ValueCommitment live, ValueCommitment after, TenantId reader) {
        return CommitmentReadEndpoints.withoutOthersPeople(recorded, reader);
    }

    @Override
    public boolean seesAll(ValueCommitment live, TenantId reader) {
        return true;
    }
}
