package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.Shift;
import dev.symbio.platform.time.WorkingCalendar;
import dev.symbio.tenants.tenant.Role;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** A journey through three companies, and a stage to act on. */
final class Samples {
    static final TenantId HOST = new TenantId("seller");
    static final TenantId LAB = new TenantId("lab");
    static final TenantId SUPPLIER = new TenantId("supplier");
    static final TenantId STRANGER = new TenantId("stranger");
    static final EntityRef REF = new EntityRef("journey", HOST, "j-1");
    static final WorkingCalendar OFFICE = WorkingCalendar.weekly(
            "office", ZoneOffset.UTC, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), Shift.of("08:00", "18:00"));
    static final WorkingCalendar NIGHTS = WorkingCalendar.weekly(
            "nights", ZoneId.of("Europe/Berlin"), EnumSet.allOf(DayOfWeek.class), Shift.of("22:00", "06:00"));
    static final String DIGEST = "ab".repeat(32);

    private Samples() {}

    static TaskSpec task(String key, TenantId owner, String... dependsOn) {
        return new TaskSpec(
                key,
                "Do " + key,
                null,
                owner,
                null,
                null,
                null,
                List.of(dependsOn),
                Duration.ofHours(10),
                Deadline.Clock.WORKING,
                null,
                List.of(
                        new Rung(Duration.ofHours(1), "boss", null),
                        new Rung(Duration.ofDays(1), null, Role.SALES_MANAGER)));
    }

    static TaskSpec delivering(TaskSpec task, String deliverable) {
        return new TaskSpec(
                task.key(),
                task.title(),
                task.kind(),
                task.owner(),
                task.role(),
                task.assignee(),
                task.priority(),
                task.dependsOn(),
                task.limit(),
                task.clock(),
                deliverable,
                task.ladder());
    }

    static Plan plan(WorkingCalendar calendar, TaskSpec... tasks) {
        return new Plan(
                "Proof of concept",
                null,
                "olga",
                List.of(LAB, SUPPLIER),
                calendar,
                false,
                Map.of("customer", "Acme"),
                null,
                List.of(tasks));
    }

    static Plan threeCompanies() {
        return plan(
                OFFICE,
                delivering(task("certify", LAB), "certificate"),
                task("stock", SUPPLIER),
                task("integrate", HOST, "certify", "stock"));
    }

    /** Acts and remembers what happened. */
    static final class Stage {
        Journey journey = Journey.NONE;
        Instant now = Instant.parse("2026-03-02T08:00:00Z"); // a Monday
        List<JourneyEvent> latest = List.of();
        Rejection refused;
        final List<JourneyEvent> all = new ArrayList<>();
        private int commands;

        static Stage of(Plan plan) {
            return new Stage().tell(HOST, new JourneyCommand.Start(plan));
        }

        Stage at(String time) {
            now = Instant.parse(time);
            return this;
        }

        Stage tell(TenantId sender, JourneyCommand command) {
            return tell(Principal.of("ann", sender), command);
        }

        Stage tell(Principal sender, JourneyCommand command) {
            Decision<JourneyEvent> decision =
                    Journey.KIND.decide(journey, command, new Context(REF, now, sender, "c" + commands++));
            refused = null;
            latest = List.of();
            if (decision instanceof Decision.Accepted<JourneyEvent> accepted) {
                latest = accepted.events();
                all.addAll(latest);
                journey = Journey.KIND.evolve(journey, latest);
            } else if (decision instanceof Decision.Rejected<JourneyEvent> rejected) {
                refused = rejected.rejection();
            }
            return this;
        }

        Stage act(TenantId sender, String task, TaskStep step) {
            return act(sender, new TaskFact(task, step, null, step.needsReason() ? "because" : null, null, null, null));
        }

        Stage act(TenantId sender, TaskFact fact) {
            return tell(sender, new JourneyCommand.Act(fact));
        }

        /** Everything that is due by now, in its order. */
        Stage alarms() {
            while (true) {
                var due = journey.tasks().isEmpty()
                        ? java.util.Optional.<Deadline>empty()
                        : Alerts.deadlines(journey).stream()
                                .filter(deadline -> !deadline.dueAt().isAfter(now))
                                .min(java.util.Comparator.comparing(Deadline::dueAt));
                if (due.isEmpty()) {
                    return this;
                }
                tell(Principal.system(HOST), Alerts.commandFor(journey, due.get()));
            }
        }

        Task task(String key) {
            return journey.task(key).orElseThrow();
        }
    }
}
