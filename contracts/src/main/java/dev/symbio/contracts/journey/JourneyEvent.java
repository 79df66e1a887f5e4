package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Happened;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Personal;
import dev.symbio.platform.personal.Subject;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What happens to journeys. Each event is stored under the name that {@link Journey#KIND} gives it. */
public sealed interface JourneyEvent {
    /**
     * How a task ended, or stands at the end of imported history.
     *
     * @param priority absent when it has none
     * @param used of the limit
     * @param met not more was used than the limit
     * @param doneAt absent unless it is done
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Outcome(
            String task,
            String kind,
            TenantId owner,
            @Subject(in = "owner") String assignee,
            String priority,
            TaskState state,
            Instant offeredAt,
            Instant doneAt,
            Duration limit,
            Duration used,
            long usedMinutes,
            long waitingMinutes,
            boolean met,
            int handovers,
            int returns,
            int reopens) {
        static Outcome of(Task task, boolean wholeMinutes) {
            return new Outcome(
                    task.key(),
                    task.spec().kind(),
                    task.spec().owner(),
                    task.assignee(),
                    task.priority(),
                    task.state(),
                    task.offeredAt(),
                    task.doneAt(),
                    task.time().limit(),
                    task.used(wholeMinutes),
                    task.usedMinutes(),
                    task.waitingMinutes(),
                    task.met(wholeMinutes),
                    task.handovers(),
                    task.returns(),
                    task.reopens());
        }
    }

    record Started(TenantId host, Plan plan, Instant at) implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /** @param outcomes of all tasks, after the last fact */
    record HistoryImported(List<TaskFact> facts, List<Outcome> outcomes, Instant at) implements JourneyEvent, Happened {
        public HistoryImported {
            facts = List.copyOf(facts);
            outcomes = List.copyOf(outcomes);
        }

        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /** Something was done with a task, and it is not done by it. */
    record TaskMoved(TaskFact fact, Outcome outcome) implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return fact.at();
        }
    }

    /** The host has accepted what was delivered. */
    record TaskDone(TaskFact fact, Outcome outcome) implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return fact.at();
        }
    }

    /** What it depends on is done, and its time runs. */
    record TaskOffered(String task, String kind, TenantId owner, Instant at) implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /** The blocking alert. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TaskLimitPassed(
            String task,
            String title,
            String kind,
            TenantId owner,
            @Subject(in = "owner") String assignee,
            @Subject String journeyOwner,
            TenantId host,
            Duration limit,
            Instant at)
            implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }

        TaskLimitPassed withoutJourneyOwner() {
            return new TaskLimitPassed(task, title, kind, owner, assignee, null, host, limit, at);
        }
    }

    /** @param rung counted from 1 */
    record TaskEscalated(String task, String title, TenantId owner, TenantId host, int rung, Rung told, Instant at)
            implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    record CalendarChanged(WorkingCalendar calendar, Instant at) implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    record DisputeRaised(String dispute, String task, TenantId by, @Personal String text, Instant at)
            implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    record DisputeResolved(String dispute, String task, @Personal String outcome, Instant at)
            implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /** All tasks are done or cancelled. */
    record Completed(Instant at) implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    record Cancelled(@Personal String reason, Instant at) implements JourneyEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }
}
