package dev.symbio.contracts;

import dev.symbio.contracts.automation.Automation;
import dev.symbio.contracts.automation.AutomationTable;
import dev.symbio.contracts.automation.Automations;
import dev.symbio.contracts.commitment.CommitmentNotices;
import dev.symbio.contracts.commitment.CommitmentRecords;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyNotices;
import dev.symbio.contracts.journey.JourneyTasks;
import dev.symbio.contracts.journey.JourneyTemplate;
import dev.symbio.contracts.journey.JourneyTemplates;
import dev.symbio.contracts.notification.NotificationSettings;
import dev.symbio.contracts.notification.Tellings;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityNotices;
import dev.symbio.contracts.opportunity.OpportunityRows;
import dev.symbio.contracts.opportunity.OpportunityStays;
import dev.symbio.contracts.opportunity.SalesSettings;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaNotices;
import dev.symbio.contracts.sla.SlaStatements;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.personal.NamesIn;
import dev.symbio.platform.process.Process;
import dev.symbio.platform.projection.Projection;
import dev.symbio.platform.runtime.Feature;
import java.util.List;

/** What this module brings to the platform. */
public final class Contracts {
    private static final List<EntityKind<?, ?, ?>> KINDS = List.of(
            SlaContract.KIND,
            Opportunity.KIND,
            SalesSettings.KIND,
            Journey.KIND,
            JourneyTemplate.KIND,
            ValueCommitment.KIND,
            Automation.KIND,
            NotificationSettings.KIND);

    private static final List<Projection<?>> PROJECTIONS = List.of(
            SlaStatements.PROJECTION,
            SlaNotices.PROJECTION,
            OpportunityRows.PROJECTION,
            OpportunityStays.PROJECTION,
            OpportunityNotices.PROJECTION,
            JourneyTasks.PROJECTION,
            JourneyNotices.PROJECTION,
            JourneyTemplates.PROJECTION,
            CommitmentRecords.PROJECTION,
            CommitmentNotices.PROJECTION,
            AutomationTable.PROJECTION,
            Tellings.PROJECTION);

    private static final List<Process<?>> PROCESSES = List.of(
            Automations.OPPORTUNITY_JOURNEYS,
            Automations.WON_COMMITMENTS,
            Automations.TASK_OBSERVATIONS,
            Automations.BREACH_RECOVERY,
            Tellings.CALENDAR);

    private static final List<NamesIn> NAMES = List.of(
            NamesIn.column("opportunity", "owner"),
            NamesIn.column("opportunity", "supervisor"),
            NamesIn.columnOf("journey", "owner", "host"),
            NamesIn.columnOf("journey_task", "assignee", "owner"),
            NamesIn.columnOf("journey_task", "function_name", "owner"),
            NamesIn.columnOf("journey_month", "function_name", "owner").onceFor("tenant_id", "done_month", "kind"),
            NamesIn.columnOf("journey_record", "person", "owner").onceFor("tenant_id"),
            NamesIn.columnOf("journey_notice_task", "assignee", "owner"),
            NamesIn.column("journey_notice_task", "journey_owner"),
            NamesIn.column("inbox", "subject"),
            NamesIn.column("inbox", "read_by"));

    public static final Feature FEATURE = new Feature("db/contracts", KINDS, PROJECTIONS, PROCESSES, NAMES);

    private Contracts() {}
}
