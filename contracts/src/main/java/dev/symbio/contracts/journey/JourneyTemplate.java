package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template of one tenant, in its current version.
 *
 * @param version 0 before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JourneyTemplate(TenantId tenant, int version, TemplateContent content, boolean retired) {
    public static final JourneyTemplate NONE = new JourneyTemplate(null, 0, null, false);

    public static final EntityKind<TemplateCommand, TemplateEvent, JourneyTemplate> KIND = EntityKind.of(
                    "journey-template", TemplateCommand.class, TemplateEvent.class, NONE)
            .decides(TemplateCommand.Create.class, JourneyTemplate::create)
            .decides(TemplateCommand.Revise.class, JourneyTemplate::revise)
            .decides(TemplateCommand.Retire.class, JourneyTemplate::retire)
            .evolves("template-written", 1, TemplateEvent.Written.class, JourneyTemplate::written)
            .evolves(
                    "template-retired",
                    1,
                    TemplateEvent.Retired.class,
                    (template, event) -> new JourneyTemplate(template.tenant, template.version, template.content, true))
            .build();

    public boolean visibleTo(TenantId viewer) {
        return version > 0 && !retired && viewer.equals(tenant);
    }

    private static Decision<TemplateEvent> create(
            JourneyTemplate template, TemplateCommand.Create command, Context context) {
        if (!context.tenant().equals(context.entity().tenant())) {
            return Decision.rejected(notFound());
        }
        if (template.version > 0) {
            return Decision.rejected(Rejection.conflict(
                    "journey.template-exists", "Expected a new template but this one has been written."));
        }
        return write(template, command.content(), context);
    }

    private static Decision<TemplateEvent> revise(
            JourneyTemplate template, TemplateCommand.Revise command, Context context) {
        return template.visibleTo(context.tenant())
                ? write(template, command.content(), context)
                : Decision.rejected(notFound());
    }

    private static Decision<TemplateEvent> retire(
            JourneyTemplate template, TemplateCommand.Retire command, Context context) {
        return template.visibleTo(context.tenant())
                ? Decision.events(new TemplateEvent.Retired(template.version))
                : Decision.rejected(notFound());
    }

    private static Decision<TemplateEvent> write(JourneyTemplate template, TemplateContent content, Context context) {
        Plan plan = new Plan(
                content.name(),
                null,
                null,
                content.participants(),
                content.calendar(),
                false,
                Map.of(),
                null,
                content.tasks());
        List<Fault> faults = PlanRules.faults(plan, context.tenant(), "").stream()
                .map(fault ->
                        fault.pointer().equals("/title") ? new Fault("/name", fault.code(), fault.detail()) : fault)
                .toList();
        if (faults.isEmpty() && content.industry() != null) {
            faults = Optional.of(content.industry())
                    .filter(industry -> industry.isBlank() || industry.length() > PlanRules.MAX_NAME_CHARS)
                    .map(industry -> List.of(new Fault(
                            "/industry",
                            "journey.out-of-range",
                            "Expected 1 to " + PlanRules.MAX_NAME_CHARS + " characters.")))
                    .orElse(List.of());
        }
        return faults.isEmpty()
                ? Decision.events(new TemplateEvent.Written(context.tenant(), template.version + 1, content))
                : Decision.rejected(Rejection.invalid(
                        faults.get(0).code(),
                        "Expected a template that can be carried out but it has faults.",
                        faults));
    }

    private static JourneyTemplate written(JourneyTemplate template, TemplateEvent.Written event) {
        return new JourneyTemplate(event.tenant(), event.version(), event.content(), false);
    }

    private static Rejection notFound() {
        return Rejection.notFound("journey.template-not-found", "There is no such journey template.");
    }
}
