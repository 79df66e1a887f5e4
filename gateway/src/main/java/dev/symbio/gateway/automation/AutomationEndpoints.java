package dev.symbio.gateway.automation;

import dev.symbio.contracts.automation.Automation;
import dev.symbio.contracts.automation.AutomationCommand;
import dev.symbio.contracts.automation.AutomationRules;
import dev.symbio.contracts.automation.AutomationRules.ObserveTask;
import dev.symbio.contracts.automation.AutomationRules.Recovery;
import dev.symbio.contracts.automation.AutomationRules.StartJourney;
import dev.symbio.gateway.audit.OwnKind;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The tenant's automation: one resource. */
public final class AutomationEndpoints {
    private static final String PATH = "/api/v1/automation";
    private static final String TAG = "Automation";
    private static final ProblemType INVALID = Replies.declared(Reason.INVALID, "automation.invalid");

    /** @param version 0 while nothing has been set */
    record AutomationView(int version, AutomationRules rules) {
        static AutomationView of(Snapshot<Automation> found) {
            return new AutomationView(found.state().version(), found.state().rules());
        }
    }

    /**
     * What is to follow what; what is absent is not done.
     *
     * @param draftCommitments whether an opportunity that is won drafts a value commitment; false if absent
     */
    record AutomationRequest(
            @Nullable List<StartJourney> journeys,
            @Nullable List<ObserveTask> observations,
            @Nullable RecoveryRequest recovery,
            @Nullable Boolean draftCommitments) {
        AutomationRules rules() {
            return new AutomationRules(
                    journeys,
                    observations,
                    recovery == null ? null : new Recovery(recovery.template(), recovery.owner(), recovery.contract()),
                    Boolean.TRUE.equals(draftCommitments));
        }
    }

    /**
     * What a broken promise leads to.
     *
     * @param template of the journey that recovers
     * @param owner who is responsible for that journey; needed with a template
     * @param contract that the broken promise is observed under
     */
    record RecoveryRequest(@Nullable String template, @Nullable String owner, @Nullable String contract) {}

    private final Entities entities;

    public AutomationEndpoints(Entities entities) {
        this.entities = entities;
    }

    /** How it is told to auditors. */
    public static OwnKind<?, ?> audited(Entities entities) {
        return new OwnKind<>(Automation.KIND, entities, (entity, moment) -> AutomationView.of(moment.found()));
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(PATH)
                        .named("getAutomation", TAG, "What follows what in your tenant")
                        .needs(Permission.JOURNEY_READ)
                        .answers(200, "The rules", AutomationView.class)
                        .asksEntity()
                        .handledBy(this::get),
                Endpoint.put(PATH)
                        .named(
                                "setAutomation",
                                TAG,
                                "Set which journeys start, which tasks and broken promises are observed, and whether what is"
                                        + " won drafts a value commitment; what has begun goes on")
                        .needs(Permission.CONFIGURE)
                        .takes(AutomationRequest.class)
                        .answers(200, "The rules", AutomationView.class)
                        .problems(INVALID)
                        .asksEntity()
                        .handledBy(this::set));
    }

    private CompletionStage<Answer> get(Call<?> call) {
        return entities.state(Automation.KIND, Automation.of(call.tenant()))
                .thenApply(found -> Answer.ok(AutomationView.of(found)).withSeq(found.seq()));
    }

    private CompletionStage<Answer> set(Call<AutomationRequest> call) {
        return entities.send(
                        Automation.of(call.tenant()),
                        new AutomationCommand.Configure(call.body().rules()),
                        call.meta())
                .thenApply(Replies::accepted)
                .thenCompose(done -> get(call));
    }
}
