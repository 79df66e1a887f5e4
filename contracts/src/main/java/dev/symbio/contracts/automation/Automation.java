package dev.symbio.contracts.automation;

import dev.symbio.contracts.automation.AutomationRules.ObserveTask;
import dev.symbio.contracts.automation.AutomationRules.Recovery;
import dev.symbio.contracts.automation.AutomationRules.StartJourney;
import dev.symbio.contracts.journey.JourneyTemplate;
import dev.symbio.contracts.opportunity.Stage;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a tenant has set to follow what. One entity per tenant.
 *
 * @param version 0 while nothing has been set
 */
public record Automation(int version, AutomationRules rules) {
    public static final Automation NONE = new Automation(0, AutomationRules.NONE);

    public static final EntityKind<AutomationCommand, AutomationEvent, Automation> KIND = EntityKind.of(
                    "automation", AutomationCommand.class, AutomationEvent.class, NONE)
            .decides(AutomationCommand.Configure.class, Automation::configure)
            .evolves(
                    "configured",
                    1,
                    AutomationEvent.Configured.class,
                    (before, event) -> new Automation(event.version(), event.rules()))
            .build();

    private static final String SELF = "self";
    private static final int MAX_RULES = 50;
    private static final int MAX_TEXT_CHARS = 200;
    private static final List<String> POINTS = Stream.concat(
                    Stream.of(AutomationRules.POC, AutomationRules.WON),
                    Arrays.stream(Stage.values()).map(Stage::word))
            .toList();

    /** Where a tenant's automation is. */
    public static EntityRef of(TenantId tenant) {
        return KIND.ref(tenant, SELF);
    }

    static Decision<AutomationEvent> configure(
            Automation automation, AutomationCommand.Configure command, Context context) {
        if (!context.entity().equals(of(context.tenant()))) {
            return Decision.rejected(
                    Rejection.notFound("automation.not-found", "There is no such automation, or it is not yours."));
        }
        List<Fault> faults = faults(command.rules(), context.tenant());
        if (!faults.isEmpty()) {
            return Decision.rejected(Rejection.invalid(
                    "automation.invalid",
                    "Expected rules that can be followed but found " + faults.size() + " fault(s).",
                    faults));
        }
        return command.rules().equals(automation.rules)
                ? Decision.nothing()
                : Decision.events(new AutomationEvent.Configured(automation.version + 1, command.rules()));
    }

    private static List<Fault> faults(AutomationRules rules, TenantId tenant) {
        List<Fault> faults = new ArrayList<>();
        if (rules.journeys().size() > MAX_RULES || rules.observations().size() > MAX_RULES) {
            faults.add(
                    new Fault("", "automation.too-many-rules", "Expected at most " + MAX_RULES + " rules of a kind."));
            return faults;
        }
        for (int i = 0; i < rules.journeys().size(); i++) {
            StartJourney rule = rules.journeys().get(i);
            String pointer = "/journeys/" + i;
            if (rule == null || !POINTS.contains(rule.when())) {
                faults.add(new Fault(
                        pointer + "/when",
                        "automation.point-unknown",
                        "Expected one of " + POINTS.stream().collect(Collectors.joining(", ")) + "."));
            } else {
                template(pointer + "/template", rule.template(), tenant).ifPresent(faults::add);
            }
        }
        for (int i = 0; i < rules.observations().size(); i++) {
            ObserveTask rule = rules.observations().get(i);
            String pointer = "/observations/" + i;
            if (rule == null || !isText(rule.taskKind())) {
                faults.add(new Fault(pointer + "/taskKind", "automation.text", "Expected 1 to 200 characters."));
            } else {
                contract(pointer + "/contract", rule.contract()).ifPresent(faults::add);
            }
        }
        if (rules.recovery() != null) {
            recovery(rules.recovery(), tenant, faults);
        }
        return faults;
    }

    private static void recovery(Recovery recovery, TenantId tenant, List<Fault> faults) {
        if (recovery.template() != null) {
            template("/recovery/template", recovery.template(), tenant).ifPresent(faults::add);
            if (!isText(recovery.owner())) {
                faults.add(new Fault("/recovery/owner", "automation.text", "Expected who is responsible."));
            }
        }
        if (recovery.contract() != null) {
            contract("/recovery/contract", recovery.contract()).ifPresent(faults::add);
        }
    }

    private static Optional<Fault> template(String pointer, String id, TenantId tenant) {
        boolean own = id != null
                && EntityRef.parse(JourneyTemplate.KIND.name(), id)
                        .filter(ref -> ref.tenant().equals(tenant))
                        .isPresent();
        return own
                ? Optional.empty()
                : Optional.of(
                        new Fault(pointer, "automation.template", "Expected the id of one of your journey templates."));
    }

    private static Optional<Fault> contract(String pointer, String id) {
        return id != null && EntityRef.parse(SlaContract.KIND.name(), id).isPresent()
                ? Optional.empty()
                : Optional.of(new Fault(pointer, "automation.contract", "Expected the id of an SLA contract."));
    }

    private static boolean isText(String text) {
        return text != null && !text.isBlank() && text.length() <= MAX_TEXT_CHARS;
    }
}
