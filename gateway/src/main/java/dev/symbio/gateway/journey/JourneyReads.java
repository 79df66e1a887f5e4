package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyCommand;
import dev.symbio.contracts.journey.JourneyEvent;
import dev.symbio.contracts.journey.JourneyLists;
import dev.symbio.contracts.journey.Task;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.DerivedIds;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.Problems;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.journey.JourneyRequests.JourneyStartRequest;
import dev.symbio.gateway.journey.JourneyViews.JourneyAlertView;
import dev.symbio.gateway.journey.JourneyViews.JourneyEventView;
import dev.symbio.gateway.journey.JourneyViews.JourneyView;
import dev.symbio.gateway.journey.JourneyViews.TaskView;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventCodec;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One journey: started, as it stands for whoever asks, what blocks it, and what happened. */
final class JourneyReads {
    private final Journeys journeys;
    private final Planning planning;
    private final Platform platform;
    private final Cursors cursors;
    private final EventCodec<JourneyEvent> codec = new EventCodec<>(Journey.KIND);

    JourneyReads(Journeys journeys, Platform platform, Cursors cursors) {
        this.journeys = journeys;
        this.platform = platform;
        this.cursors = cursors;
        planning = new Planning(platform.entities());
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
                        .named("getJourney", Journeys.TAG, "One journey, as far as it is yours to see")
                        .needs(Permission.JOURNEY_READ)
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
                        .named("listJourneyEvents", Journeys.TAG, "The journey's history, for its host")
                        .needs(Permission.AUDIT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of events, oldest first", Page.class, JourneyEventView.class)
                        .problems(JourneyProblems.NOT_FOUND, JourneyProblems.NOT_FOR_YOU)
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
        return journeys.visible(call).thenApply(found -> Answer.ok(JourneyView.of(
                        Journeys.ref(call),
                        found,
                        call.tenant(),
                        platform.clock().instant()))
                .withSeq(found.seq()));
    }

    /** The record is of now, from the read model: what the alert itself stores is who and when. */
    private CompletionStage<Answer> alerts(Call<Void> call) {
        return journeys.visible(call)
                .thenApplyAsync(
                        found -> {
                            Journey journey = hosted(found.state(), call.tenant());
                            Instant now = platform.clock().instant();
                            return Answer.ok(new Page<>(
                                    journey.tasks().stream()
                                            .filter(task -> task.limitPassedAt() != null
                                                    && !task.state().over())
                                            .map(task -> alert(journey, task, now))
                                            .toList(),
                                    null));
                        },
                        platform.blocking());
    }

    private JourneyAlertView alert(Journey journey, Task task, Instant now) {
        return new JourneyAlertView(
                TaskView.of(task, journey, now, true),
                platform.sql()
                        .withHandle(handle -> JourneyLists.pastRecord(
                                handle, journey.host(), task.spec().owner(), ReviewEndpoints.yearBefore(now))));
    }

    private CompletionStage<Answer> events(Call<Void> call) {
        EntityRef ref = Journeys.ref(call);
        List<String> filter = List.of("journey-events", ref.publicId());
        long from = cursors.position(call, filter).map(Long::parseLong).orElse(0L) + 1;
        return journeys.visible(call)
                .thenCompose(found -> {
                    hosted(found.state(), call.tenant());
                    return platform.history().events(ref, from, call.limit() + 1);
                })
                .thenApply(stored -> {
                    List<JourneyEventView> views = stored.stream()
                            .map(each -> view(each, call.tenant()))
                            .toList();
                    return Answer.ok(cursors.page(call, filter, views, view -> Long.toString(view.seq())));
                });
    }

    /** A participant's own part of the history is not cut out of the whole: it is the host's. */
    private static Journey hosted(Journey journey, TenantId viewer) {
        if (!viewer.equals(journey.host())) {
            throw JourneyProblems.NOT_FOR_YOU.because("Expected the host of the journey to ask for this.");
        }
        return journey;
    }

    private JourneyEventView view(StoredEvent stored, TenantId reader) {
        if (!stored.intact()) {
            throw Problems.ENTITY_QUARANTINED.because("Its history does not verify.");
        }
        EventMeta meta = stored.meta();
        boolean own = meta.by().tenant().equals(reader);
        return new JourneyEventView(
                meta.seq(),
                meta.id(),
                meta.type(),
                meta.happenedAt(),
                meta.recordedAt(),
                meta.by().tenant(),
                own ? meta.by().subject() : null,
                own ? meta.command().id() : null,
                own ? meta.correlationId() : null,
                stored.previousHashHex(),
                stored.hashHex(),
                codec.read(stored).event());
    }
}
