package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.JourneyTemplate;
import dev.symbio.contracts.journey.Plan;
import dev.symbio.contracts.journey.TaskSpec;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Problem.Fault;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.journey.JourneyRequests.JourneyStartRequest;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.CalendarSpec;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** From a request to a plan; a template's content is taken as it is at that moment. */
final class Planning {
    private final EntitiesAsSeen entities;

    Planning(EntitiesAsSeen entities) {
        this.entities = entities;
    }

    CompletionStage<Plan> plan(Call<JourneyStartRequest> call) {
        JourneyStartRequest wanted = call.body();
        WorkingCalendar calendar = calendar(wanted.calendar());
        if (wanted.template() == null) {
            return CompletableFuture.completedFuture(
                    plan(wanted, null, calendar, participants(wanted, List.of()), TaskSpec.copied(wanted.tasks())));
        }
        if (wanted.tasks() != null) {
            throw JourneyProblems.TASKS_TWICE.because("Expected a template or tasks but got both.");
        }
        EntityRef ref =
                EntityRef.parse(JourneyTemplate.KIND.name(), wanted.template()).orElseThrow(Planning::noSuchTemplate);
        return entities.state(JourneyTemplate.KIND, ref, call.tenant()).thenApply(found -> {
            JourneyTemplate template = found.state();
            if (!template.visibleTo(call.tenant())) {
                throw noSuchTemplate();
            }
            return plan(
                    wanted,
                    new Plan.TemplateRef(ref.publicId(), template.version()),
                    calendar == null ? template.content().calendar() : calendar,
                    participants(wanted, template.content().participants()),
                    template.content().tasks());
        });
    }

    private static Plan plan(
            JourneyStartRequest wanted,
            Plan.@Nullable TemplateRef template,
            @Nullable WorkingCalendar calendar,
            List<TenantId> participants,
            List<TaskSpec> tasks) {
        return new Plan(
                wanted.title(), template, wanted.owner(), participants, calendar, false, wanted.shared(), null, tasks);
    }

    private static List<TenantId> participants(JourneyStartRequest wanted, List<TenantId> template) {
        Set<TenantId> all = new LinkedHashSet<>(template);
        if (wanted.participants() != null) {
            all.addAll(wanted.participants());
        }
        return List.copyOf(all);
    }

    static ProblemException noSuchTemplate() {
        return JourneyProblems.TEMPLATE_NOT_FOUND.because("There is no such journey template.");
    }

    /** @return null when there is none */
    static @Nullable WorkingCalendar calendar(@Nullable CalendarSpec spec) {
        if (spec == null) {
            return null;
        }
        List<Fault> faults = spec.faults("/calendar").stream()
                .map(fault -> Fault.at(fault.pointer(), fault.code(), fault.detail()))
                .toList();
        if (!faults.isEmpty()) {
            throw JourneyProblems.CALENDAR.because("Expected a calendar but it has faults.", faults);
        }
        return spec.calendar(1, ZoneOffset.UTC);
    }
}
