package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyCommand;
import dev.symbio.contracts.journey.JourneyEvent;
import dev.symbio.contracts.journey.JourneyPart;
import dev.symbio.contracts.journey.PastRecord;
import dev.symbio.contracts.journey.Task;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.audit.EventPages;
import dev.symbio.gateway.audit.EventView;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.DerivedIds;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.journey.JourneyRequests.JourneyStartRequest;
import dev.symbio.gateway.journey.JourneyViews.JourneyAlertView;
import dev.symbio.gateway.journey.JourneyViews.JourneyView;
import dev.symbio.gateway.journey.JourneyViews.TaskView;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** One journey: started, as it stands for whoever asks, what blocks it, and what happened. */
final class JourneyReads {
    private final Journeys journeys;
    private final Planning planning;
    private final Platform platform;
    private final EventPages<JourneyEvent> pages;
    private final AsOf asOf;

    JourneyReads(Journeys journeys, Platform platform, Cursors cursors) {
        this.journeys = journeys;
        this.platform = platform;
        pages = new EventPages<>(Journey.KIND, platform, cursors);
        asOf = new AsOf(platform);
        planning = new Planning(EntitiesAsSeen.of(platform));
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post(Journeys.PATH)
                        .named(
                                "startJourney",
                                Journeys.TAG,
                                "Start a journey, from a template or with tasks of its own")
                        .needs(Permission.JOURNEY_MANAGE)
                        .takes(JourneyStartRequest.class)
                        .answers(201, "Started", JourneyViews.JourneyDone.class)
                        .problems(JourneyProblems.NOT_FOUND, JourneyProblems.TEMPLATE_NOT_FOUND)
                        .problems(JourneyProblems.CALENDAR, JourneyProblems.TASKS_TWICE)
                        .problems(JourneyProblems.conflict("journey.already-started"))
                        .problems(JourneyProblems.PLAN)
                        .asksEntity()
                        .handledBy(this::start),
                Endpoint.get(Journeys.ONE)
                        .named("getJourney", Journeys.TAG, "One journey, as far as it is yours to see, as it is or was")
                        .needs(Permission.JOURNEY_READ)
                        .query(AsOf.SEQ, AsOf.TIME)
                        .answers(200, "The journey", JourneyView.class)
                        .problems(JourneyProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::journey),
                Endpoint.get(Journeys.ONE + "/alerts")
                        .named(
                                "getJourneyAlerts",
                                Journeys.TAG,
                                "Tasks over their limit, with their owner's past record")
                        .needs(Permission.JOURNEY_MANAGE)
                        .answers(200, "One alert per task", Page.class, JourneyAlertView.class)
                        .problems(JourneyProblems.NOT_FOUND, JourneyProblems.NOT_FOR_YOU)
                        .asksEntity()
                        .handledBy(this::alerts),
                Endpoint.get(Journeys.ONE + "/events")
                        .named(
                                "listJourneyEvents",
                                Journeys.TAG,
                                "The journey's history; a participant's own part of it")
                        .needs(Permission.AUDIT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of events, oldest first", Page.class, EventView.class)
                        .problems(JourneyProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::events));
    }

    private CompletionStage<Answer> start(Call<JourneyStartRequest> call) {
        EntityRef ref = Journey.KIND.ref(call.tenant(), DerivedIds.of(call).toString());
        return planning.plan(call)
                .thenCompose(plan -> journeys.send(ref, new JourneyCommand.Start(plan), call))
                .thenApply(done -> Answer.created(
                                Journeys.PATH + "/" + ref.publicId(),
                                new JourneyViews.JourneyDone(ref.publicId(), done.seq()))
                        .withSeq(done.seq()));
    }

    private CompletionStage<Answer> journey(Call<Void> call) {
        EntityRef ref = Journeys.ref(call);
        return journeys.visible(call)
                .thenCompose(live -> asOf.of(call, Journey.KIND, ref, live))
                .thenApply(moment -> {
                    Snapshot<Journey> found = Journeys.visible(moment.found(), call.tenant());
                    return Answer.ok(JourneyView.of(ref, found, call.tenant(), moment.at()))
                            .withSeq(found.seq());
                });
    }

    /** The record is of now; the one of when the limit passed was told with the alert. */
    private CompletionStage<Answer> alerts(Call<Void> call) {
        return journeys.visible(call)
                .thenApplyAsync(
                        found -> Answer.ok(new Page<>(alerts(hosted(found.state(), call.tenant())), null)),
                        platform.blocking());
    }

    private List<JourneyAlertView> alerts(Journey journey) {
        Instant now = platform.clock().instant();
        List<Task> late = journey.tasks().stream()
                .filter(task -> task.limitPassedAt() != null && !task.state().over())
                .toList();
        Set<PastRecord.Owner> owners = late.stream().map(PastRecord.Owner::of).collect(Collectors.toSet());
        Map<PastRecord.Owner, PastRecord> records =
                platform.sql().withHandle(handle -> PastRecord.of(handle, journey.host(), owners, now));
        return late.stream()
                .map(task -> new JourneyAlertView(
                        TaskView.of(task, journey, now, true), records.get(PastRecord.Owner.of(task))))
                .toList();
    }

    /** What is cut out of a participant's history is cut here, event by event, on the way out. */
    private CompletionStage<Answer> events(Call<Void> call) {
        return journeys.visible(call).thenCompose(found -> {
            JourneyPart part = JourneyPart.of(found.state(), call.tenant());
            return pages.page(call, Journeys.ref(call), found, 1, (recorded, reader) -> part.seen(recorded.event()));
        });
    }

    private static Journey hosted(Journey journey, TenantId viewer) {
        if (!viewer.equals(journey.host())) {
            throw JourneyProblems.NOT_FOR_YOU.because("Expected the host of the journey to ask for this.");
        }
        return journey;
    }
}
