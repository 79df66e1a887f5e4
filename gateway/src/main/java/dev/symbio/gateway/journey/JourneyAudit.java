package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyEvent;
import dev.symbio.contracts.journey.JourneyPart;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.Audited;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.journey.JourneyViews.JourneyView;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Journeys for auditors: the host sees all, a participant its own part. */
final class JourneyAudit implements Audited<JourneyEvent, Journey> {
    private final Journeys journeys;

    JourneyAudit(Journeys journeys) {
        this.journeys = journeys;
    }

    @Override
    public EntityKind<?, JourneyEvent, Journey> kind() {
        return Journey.KIND;
    }

    @Override
    public List<ProblemType> problems() {
        return List.of(JourneyProblems.NOT_FOUND);
    }

    @Override
    public ProblemException notFound() {
        return Journeys.notFound();
    }

    @Override
    public CompletionStage<Snapshot<Journey>> readable(EntityRef entity, TenantId reader) {
        return journeys.visible(entity, reader);
    }

    @Override
    public Optional<Object> view(EntityRef entity, AsOf.Moment<Journey> moment, TenantId reader) {
        return moment.found().state().visibleTo(reader)
                ? Optional.of(JourneyView.of(entity, moment.found(), reader, moment.at()))
                : Optional.empty();
    }

    @Override
    public Optional<?> seen(Recorded<JourneyEvent> recorded, Journey live, Journey after, TenantId reader) {
        return JourneyPart.of(live, reader).seen(recorded.event());
    }
}
