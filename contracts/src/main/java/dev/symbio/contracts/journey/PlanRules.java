package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a plan as a whole and names every fault by its place. */
final class PlanRules {
    static final int MAX_TASKS = 200;
    static final int MAX_PARTICIPANTS = 50;
    static final int MAX_RUNGS = 10;
    static final int MAX_SHARED = 50;
    static final int MAX_DEPENDENCIES = 50;
    static final int MAX_NAME_CHARS = 200;
    static final int MAX_TEXT_CHARS = 500;
    private static final Duration MAX_LIMIT = Duration.ofDays(3_660);
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}");

    private final TenantId host;
    private final List<Fault> faults = new ArrayList<>();

    private PlanRules(TenantId host) {
        this.host = host;
    }

    /** All faults, with JSON pointers that start with {@code at}. */
    static List<Fault> faults(Plan plan, TenantId host, String at) {
        PlanRules rules = new PlanRules(host);
        rules.check(plan, at);
        return rules.faults;
    }

    private void check(Plan plan, String at) {
        text(at + "/title", plan.title(), true);
        text(at + "/owner", plan.owner(), false);
        text(at + "/batch", plan.batch(), false);
        shared(plan, at + "/shared");
        size(at + "/participants", plan.participants().size(), 0, MAX_PARTICIPANTS);
        if (!size(at + "/tasks", plan.tasks().size(), 1, MAX_TASKS)) {
            return;
        }
        Set<TenantId> inside = new HashSet<>(plan.participants());
        inside.add(host);
        Map<String, TaskSpec> byKey = new HashMap<>();
        for (int i = 0; i < plan.tasks().size(); i++) {
            TaskSpec task = plan.tasks().get(i);
            String place = at + "/tasks/" + i;
            if (task == null) {
                fault(place, "journey.text-missing", "Expected a task but got nothing.");
                continue;
            }
            task(task, place, inside, plan.calendar() != null);
            if (task.key() != null && byKey.put(task.key(), task) != null) {
                fault(place + "/key", "journey.task-repeated", "Expected each key once.");
            }
        }
        dependencies(plan.tasks(), byKey, at + "/tasks");
    }

    private void shared(Plan plan, String at) {
        size(at, plan.shared().size(), 0, MAX_SHARED);
        plan.shared().forEach((name, value) -> {
            if (name.isBlank() || name.length() > MAX_NAME_CHARS || value == null || value.length() > MAX_TEXT_CHARS) {
                fault(
                        at,
                        "journey.out-of-range",
                        "Expected names of 1 to " + MAX_NAME_CHARS + " and values of at most " + MAX_TEXT_CHARS
                                + " characters.");
            }
        });
    }

    private void task(TaskSpec task, String at, Set<TenantId> inside, boolean hasCalendar) {
        if (task.key() == null || !KEY.matcher(task.key()).matches()) {
            fault(at + "/key", "journey.out-of-range", "Expected 1 to 60 characters A-Z, a-z, 0-9, _, . or -.");
        }
        text(at + "/title", task.title(), true);
        text(at + "/kind", task.kind(), false);
        text(at + "/assignee", task.assignee(), false);
        text(at + "/priority", task.priority(), false);
        text(at + "/deliverable", task.deliverable(), false);
        if (task.owner() == null || !inside.contains(task.owner())) {
            fault(
                    at + "/owner",
                    "journey.not-a-participant",
                    "Expected the host or one of the participants but got "
                            + (task.owner() == null ? "nothing" : "\"" + task.owner() + "\"") + ".");
        }
        limit(at + "/limit", task.limit());
        if (task.clock() == Deadline.Clock.WORKING && !hasCalendar) {
            fault(at + "/clock", "journey.calendar-missing", "Expected a calendar for a limit in working time.");
        }
        ladder(task, at + "/ladder");
    }

    private void limit(String at, Duration limit) {
        if (!isLimit(limit)) {
            fault(
                    at,
                    "journey.out-of-range",
                    "Expected more than zero and at most " + MAX_LIMIT + " but got " + limit + ".");
        }
    }

    static boolean isLimit(Duration limit) {
        return limit != null && !limit.isNegative() && !limit.isZero() && limit.compareTo(MAX_LIMIT) <= 0;
    }

    private void ladder(TaskSpec task, String at) {
        if (!size(at, task.ladder().size(), 0, MAX_RUNGS)) {
            return;
        }
        Duration before = Duration.ZERO;
        for (int i = 0; i < task.ladder().size(); i++) {
            Rung rung = task.ladder().get(i);
            String place = at + "/" + i;
            if (rung == null || rung.after() == null || (rung.subject() == null) == (rung.role() == null)) {
                fault(place, "journey.text-missing", "Expected after, and a subject or a role.");
                continue;
            }
            text(place + "/subject", rung.subject(), false);
            boolean later = i == 0 ? !rung.after().isNegative() : rung.after().compareTo(before) > 0;
            if (!later || rung.after().compareTo(MAX_LIMIT) > 0) {
                fault(place + "/after", "journey.out-of-range", "Expected each rung after the one before.");
            }
            before = rung.after();
        }
    }

    private void dependencies(List<TaskSpec> tasks, Map<String, TaskSpec> byKey, String at) {
        int before = faults.size();
        for (int i = 0; i < tasks.size(); i++) {
            TaskSpec task = tasks.get(i);
            if (task == null
                    || !size(at + "/" + i + "/dependsOn", task.dependsOn().size(), 0, MAX_DEPENDENCIES)) {
                continue;
            }
            for (int d = 0; d < task.dependsOn().size(); d++) {
                String key = task.dependsOn().get(d);
                if (key == null || !byKey.containsKey(key)) {
                    fault(
                            at + "/" + i + "/dependsOn/" + d,
                            "journey.dependency-unknown",
                            "Expected the key of a task of this plan.");
                }
            }
        }
        if (faults.size() == before) {
            circles(tasks, at);
        }
    }

    /** What is left when tasks whose dependencies are done are taken away, again and again, goes round in circles. */
    private void circles(List<TaskSpec> tasks, String at) {
        Map<String, List<String>> dependents = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        for (TaskSpec task : tasks) {
            if (task == null || task.key() == null) {
                return;
            }
            Set<String> needs = new HashSet<>(task.dependsOn());
            open.put(task.key(), needs.size());
            needs.forEach(key ->
                    dependents.computeIfAbsent(key, none -> new ArrayList<>()).add(task.key()));
            if (needs.isEmpty()) {
                ready.add(task.key());
            }
        }
        while (!ready.isEmpty()) {
            String done = ready.remove();
            open.remove(done);
            for (String next : dependents.getOrDefault(done, List.of())) {
                if (open.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        for (int i = 0; i < tasks.size(); i++) {
            if (open.containsKey(tasks.get(i).key())) {
                fault(
                        at + "/" + i + "/dependsOn",
                        "journey.cycle",
                        "Expected tasks that can be done one after the other but this one waits in a circle.");
            }
        }
    }

    private void text(String at, String text, boolean required) {
        if (text == null && required || text != null && text.isBlank()) {
            fault(at, "journey.text-missing", "Expected a text but got nothing.");
        } else if (text != null && text.length() > MAX_NAME_CHARS) {
            fault(
                    at,
                    "journey.text-too-long",
                    "Expected at most " + MAX_NAME_CHARS + " characters but got " + text.length() + ".");
        }
    }

    private boolean size(String at, int size, int least, int most) {
        if (size < least || size > most) {
            fault(at, "journey.out-of-range", "Expected " + least + " to " + most + " but got " + size + ".");
            return false;
        }
        return true;
    }

    private void fault(String at, String code, String detail) {
        faults.add(new Fault(at, code, detail));
    }
}
