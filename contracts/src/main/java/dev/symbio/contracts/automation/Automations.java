package dev.symbio.contracts.automation;

import dev.symbio.contracts.automation.AutomationRules.Recovery;
import dev.symbio.contracts.commitment.CommitmentCommand;
import dev.symbio.contracts.commitment.CommitmentEvent;
import dev.symbio.contracts.commitment.CommitmentTerms;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyCommand;
import dev.symbio.contracts.journey.JourneyEvent;
import dev.symbio.contracts.journey.Plan;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityEvent;
import dev.symbio.contracts.opportunity.Profile;
import dev.symbio.contracts.sla.Observation;
import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.process.Process;
import dev.symbio.platform.process.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The processes between the kinds of work. Ids of what they make follow from the event, so that a repeat makes nothing new. */
public final class Automations {
    private static final int MAX_TITLE_CHARS = 200;

    public static final Process<OpportunityEvent> OPPORTUNITY_JOURNEYS = Process.of(
                    "opportunity-journeys", Opportunity.KIND)
            .on(
                    OpportunityEvent.StageEntered.class,
                    (sql, r) -> start(
                            sql,
                            r.meta(),
                            r.event().stage().word(),
                            r.event().profile(),
                            r.event().people().owner()))
            .on(
                    OpportunityEvent.PocStarted.class,
                    (sql, r) -> start(
                            sql,
                            r.meta(),
                            AutomationRules.POC,
                            r.event().profile(),
                            r.event().people().owner()))
            .on(
                    OpportunityEvent.Won.class,
                    (sql, r) -> start(
                            sql,
                            r.meta(),
                            AutomationRules.WON,
                            r.event().profile(),
                            r.event().people().owner()))
            .build();

    public static final Process<OpportunityEvent> WON_COMMITMENTS = Process.of("won-commitments", Opportunity.KIND)
            .on(OpportunityEvent.Won.class, Automations::draft)
            .build();

    public static final Process<JourneyEvent> TASK_OBSERVATIONS = Process.of("task-observations", Journey.KIND)
            .on(JourneyEvent.TaskDone.class, Automations::observe)
            .build();

    public static final Process<CommitmentEvent> BREACH_RECOVERY = Process.of("breach-recovery", ValueCommitment.KIND)
            .on(CommitmentEvent.PromiseBreached.class, Automations::recover)
            .build();

    private Automations() {}

    private static List<Step> start(Handle sql, EventMeta meta, String point, Profile profile, String owner) {
        if (Notices.isHistory(meta)) {
            return List.of();
        }
        TenantId tenant = meta.entity().tenant();
        List<Step> steps = new ArrayList<>();
        for (AutomationRules.StartJourney rule :
                AutomationTable.rules(sql, tenant).journeys()) {
            if (rule.when().equals(point)) {
                steps.addAll(journey(sql, meta, rule.template(), profile.customer(), owner));
            }
        }
        return steps;
    }

    /** @return none when the template has been retired */
    private static List<Step> journey(Handle sql, EventMeta meta, String template, String about, String owner) {
        TenantId tenant = meta.entity().tenant();
        return AutomationTable.template(sql, tenant, template)
                .map(found -> new Step(
                        Journey.KIND.ref(tenant, idFor(meta, template)),
                        new JourneyCommand.Start(new Plan(
                                cut(found.content().name() + ": " + about),
                                new Plan.TemplateRef(found.id(), found.version()),
                                owner,
                                found.content().participants(),
                                found.content().calendar(),
                                false,
                                Map.of(),
                                null,
                                found.content().tasks())),
                        Principal.system(tenant)))
                .stream()
                .toList();
    }

    private static List<Step> draft(Handle sql, Recorded<OpportunityEvent.Won> won) {
        TenantId tenant = won.meta().entity().tenant();
        if (Notices.isHistory(won.meta()) || !AutomationTable.rules(sql, tenant).draftCommitments()) {
            return List.of();
        }
        Profile profile = won.event().profile();
        String name = profile.product() == null ? profile.customer() : profile.customer() + ", " + profile.product();
        return List.of(new Step(
                ValueCommitment.KIND.ref(tenant, idFor(won.meta(), "commitment")),
                new CommitmentCommand.Draft(
                        new CommitmentTerms(cut(name), profile.customer(), List.of(), false, null),
                        null,
                        false,
                        ValueCommitment.DEFAULT_MAX_PROMISES,
                        won.meta().entity().publicId()),
                Principal.system(tenant)));
    }

    private static List<Step> observe(Handle sql, Recorded<JourneyEvent.TaskDone> done) {
        JourneyEvent.Outcome outcome = done.event().outcome();
        TenantId tenant = done.meta().entity().tenant();
        if (Notices.isHistory(done.meta())) {
            return List.of();
        }
        return AutomationTable.rules(sql, tenant).observations().stream()
                .filter(rule -> rule.taskKind().equals(outcome.kind()))
                .map(rule -> observation(
                        rule.contract(),
                        done.meta(),
                        idFor(done.meta().entity(), outcome.task()),
                        done.event().fact().at(),
                        outcome.met()))
                .toList();
    }

    private static List<Step> recover(Handle sql, Recorded<CommitmentEvent.PromiseBreached> breached) {
        Recovery recovery =
                AutomationTable.rules(sql, breached.meta().entity().tenant()).recovery();
        if (recovery == null || Notices.isHistory(breached.meta())) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        if (recovery.template() != null) {
            steps.addAll(journey(
                    sql, breached.meta(), recovery.template(), breached.event().clause(), recovery.owner()));
        }
        if (recovery.contract() != null) {
            steps.add(observation(
                    recovery.contract(),
                    breached.meta(),
                    breached.meta().id(),
                    breached.event().verdict().at(),
                    false));
        }
        return steps;
    }

    /**
     * The contract decides whether the tenant may observe anything there.
     *
     * @param id the same for the same thing, so that it counts once however often it is judged
     */
    private static Step observation(String contract, EventMeta meta, String id, Instant at, boolean met) {
        EntityRef target = EntityRef.parse(SlaContract.KIND.name(), contract).orElseThrow();
        return new Step(
                target,
                new SlaCommand.ReportVerdict(meta.entity().kind(), Observation.of(id, at, met, null)),
                Principal.of(Principal.AUTOMATION, meta.entity().tenant()));
    }

    private static String idFor(EventMeta meta, String what) {
        return UUID.nameUUIDFromBytes((meta.id() + "|" + what).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** A task is one thing in its contract, also when it is opened again and done a second time. */
    private static String idFor(EntityRef journey, String task) {
        return UUID.nameUUIDFromBytes((journey.publicId() + "|" + task).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String cut(String title) {
        return title.length() <= MAX_TITLE_CHARS ? title : title.substring(0, MAX_TITLE_CHARS);
    }
}
