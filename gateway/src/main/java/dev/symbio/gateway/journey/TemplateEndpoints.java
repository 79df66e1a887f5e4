package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.JourneyTemplate;
import dev.symbio.contracts.journey.JourneyTemplates;
import dev.symbio.contracts.journey.JourneyTemplates.TemplateRow;
import dev.symbio.contracts.journey.TemplateCommand;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.DerivedIds;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.journey.JourneyRequests.JourneyTemplateRequest;
import dev.symbio.gateway.journey.JourneyViews.JourneyDone;
import dev.symbio.gateway.journey.JourneyViews.JourneyTemplateView;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Templates of journeys, one tenant's own. */
final class TemplateEndpoints {
    private static final String PATH = "/api/v1/journey-templates";
    private static final QueryParameter INDUSTRY = QueryParameter.text("industry", "Only templates for this industry.");
    private static final String ONE = PATH + "/{template}";

    private final Platform platform;
    private final EntitiesAsSeen entities;
    private final Cursors cursors;

    TemplateEndpoints(Platform platform, Cursors cursors) {
        this.platform = platform;
        entities = EntitiesAsSeen.of(platform);
        this.cursors = cursors;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post(PATH)
                        .named("createJourneyTemplate", Journeys.TAG, "Write a template's first version")
                        .needs(Permission.CONFIGURE)
                        .takes(JourneyTemplateRequest.class)
                        .answers(201, "Written", JourneyDone.class)
                        .problems(JourneyProblems.TEMPLATE_NOT_FOUND, JourneyProblems.CALENDAR)
                        .problems(JourneyProblems.conflict("journey.template-exists"))
                        .problems(JourneyProblems.PLAN)
                        .asksEntity()
                        .handledBy(this::create),
                Endpoint.post(ONE + "/versions")
                        .named("reviseJourneyTemplate", Journeys.TAG, "Write a template's next version")
                        .needs(Permission.CONFIGURE)
                        .takes(JourneyTemplateRequest.class)
                        .answers(200, "Written", JourneyDone.class)
                        .problems(JourneyProblems.TEMPLATE_NOT_FOUND, JourneyProblems.CALENDAR)
                        .problems(JourneyProblems.PLAN)
                        .asksEntity()
                        .handledBy(call -> done(
                                ref(call),
                                new TemplateCommand.Revise(call.body().content()),
                                call)),
                Endpoint.post(ONE + "/retire")
                        .named("retireJourneyTemplate", Journeys.TAG, "No journey starts from it any more")
                        .needs(Permission.CONFIGURE)
                        .takes(Nothing.class)
                        .answers(200, "It is done", JourneyDone.class)
                        .problems(JourneyProblems.TEMPLATE_NOT_FOUND)
                        .asksEntity()
                        .handledBy(call -> done(ref(call), new TemplateCommand.Retire(), call)),
                Endpoint.get(ONE)
                        .named("getJourneyTemplate", Journeys.TAG, "A template in its current version")
                        .needs(Permission.JOURNEY_READ)
                        .answers(200, "The template", JourneyTemplateView.class)
                        .problems(JourneyProblems.TEMPLATE_NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::template),
                Endpoint.get(PATH)
                        .named("listJourneyTemplates", Journeys.TAG, "Your templates, by id")
                        .needs(Permission.JOURNEY_READ)
                        .query(INDUSTRY, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of templates", Page.class, TemplateRow.class)
                        .handledBy(this::list));
    }

    private CompletionStage<Answer> create(Call<JourneyTemplateRequest> call) {
        EntityRef ref =
                JourneyTemplate.KIND.ref(call.tenant(), DerivedIds.of(call).toString());
        return send(ref, new TemplateCommand.Create(call.body().content()), call)
                .thenApply(
                        done -> Answer.created(PATH + "/" + ref.publicId(), new JourneyDone(ref.publicId(), done.seq()))
                                .withSeq(done.seq()));
    }

    private CompletionStage<Answer> template(Call<Void> call) {
        EntityRef ref = ref(call);
        return entities.state(JourneyTemplate.KIND, ref, call.tenant()).thenApply(found -> {
            if (!found.state().visibleTo(call.tenant())) {
                throw Planning.noSuchTemplate();
            }
            JourneyTemplateView view = new JourneyTemplateView(
                    ref.publicId(),
                    found.seq(),
                    found.state().version(),
                    found.state().content());
            return Answer.ok(view).withSeq(found.seq());
        });
    }

    private CompletionStage<Answer> list(Call<Void> call) {
        List<String> filter =
                List.of("journey-templates", call.query(INDUSTRY.name()).orElse(""));
        String industry = call.query(INDUSTRY.name()).orElse(null);
        String after = cursors.position(call, filter).orElse("");
        return CompletableFuture.supplyAsync(
                () -> {
                    List<TemplateRow> rows = platform.sql()
                            .withHandle(handle ->
                                    JourneyTemplates.list(handle, call.tenant(), industry, after, call.limit() + 1));
                    return Answer.ok(cursors.page(call, filter, rows, TemplateRow::id));
                },
                platform.blocking());
    }

    private CompletionStage<Answer> done(EntityRef ref, TemplateCommand command, Call<?> call) {
        return send(ref, command, call).thenApply(done -> Answer.ok(new JourneyDone(ref.publicId(), done.seq()))
                .withSeq(done.seq()));
    }

    private CompletionStage<Reply.Accepted> send(EntityRef ref, TemplateCommand command, Call<?> call) {
        return entities.send(ref, command, call.meta()).thenApply(Replies::accepted);
    }

    private static EntityRef ref(Call<?> call) {
        return EntityRef.parse(JourneyTemplate.KIND.name(), call.path("template"))
                .orElseThrow(Planning::noSuchTemplate);
    }
}
