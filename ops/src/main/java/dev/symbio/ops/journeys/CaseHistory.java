package dev.symbio.ops.journeys;

import dev.symbio.ops.journeys.LoggedCase.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Turns the states of one case into facts of its one task. */
final class CaseHistory {
    static final String TASK = "resolve";
    private static final int MAX_REASON_CHARS = 500;

    private enum Turn {
        OFFERED,
        STARTED,
        PAUSED,
        DELIVERED,
        DONE
    }

    private final LogMapping mapping;
    private final LoggedCase logged;
    private final List<Map<String, Object>> facts = new ArrayList<>();
    private Turn turn = Turn.OFFERED;
    private String group;
    private String priority;

    private CaseHistory(LogMapping mapping, LoggedCase logged) {
        this.mapping = mapping;
        this.logged = logged;
    }

    /** The short name of the last priority that is stated, or null. */
    static String lastPriority(LoggedCase logged) {
        return logged.events().stream()
                .map(Event::priority)
                .filter(Objects::nonNull)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /**
     * As a row for the platform's import.
     *
     * @param logged with a time of opening and a last priority that has a limit
     */
    static Map<String, Object> row(
            LoggedCase logged, LogMapping mapping, String tenant, Object calendar, String batch) {
        return new CaseHistory(mapping, logged).row(tenant, calendar, batch);
    }

    private Map<String, Object> row(String tenant, Object calendar, String batch) {
        priority = logged.events().stream()
                .map(Event::priority)
                .filter(mapping.limits()::containsKey)
                .findFirst()
                .orElseThrow();
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("key", TASK);
        task.put("title", "Resolve");
        task.put("kind", "case");
        task.put("owner", tenant);
        task.put("priority", priority);
        task.put("limit", mapping.limits().get(priority).toString());
        task.put("clock", "WORKING");
        boolean seconds =
                hasSeconds(logged.openedAt()) || logged.events().stream().anyMatch(event -> hasSeconds(event.at()));
        for (Event event : logged.events()) {
            // a log without seconds needs it only to tell how far it reaches: the time runs until its last event
            take(event, seconds || event == logged.events().get(logged.events().size() - 1));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", logged.id());
        row.put("title", logged.id());
        row.put("calendar", calendar);
        row.put("wholeMinutes", true);
        row.put("batch", batch);
        row.put("tasks", List.of(task));
        row.put("startedAt", logged.openedAt().toString());
        row.put("facts", facts);
        return row;
    }

    /** The clock starts when the case is opened: what was written before counts from then on. */
    private void take(Event event, boolean noted) {
        Instant at = event.at().isBefore(logged.openedAt()) ? logged.openedAt() : event.at();
        if (noted && running()) {
            add("note", at); // this event ends an interval, of which whole minutes count
        }
        if (mapping.running().contains(event.state())) {
            run(at, event.state());
        } else if (mapping.stopped().contains(event.state())) {
            stop(at, event.state());
        } else {
            pause(at, event.state());
        }
        if (event.group() != null && !event.group().equals(group)) {
            add("hand-over", at).put("to", event.group());
            group = event.group();
        }
        Duration limit = event.priority() == null ? null : mapping.limits().get(event.priority());
        if (limit != null && !event.priority().equals(priority)) {
            Map<String, Object> fact = add("prioritise", at);
            fact.put("to", event.priority());
            fact.put("limit", limit.toString());
            priority = event.priority();
        }
    }

    private void run(Instant at, String state) {
        switch (turn) {
            case PAUSED -> add("resume", at);
            case DELIVERED, DONE -> add("reopen", at).put("why", reason(state));
            case OFFERED -> {
                if (state.equals(mapping.openedIn())) {
                    return;
                }
                add("start", at);
            }
            case STARTED -> {
                return;
            }
        }
        turn = Turn.STARTED;
    }

    private void pause(Instant at, String state) {
        if (turn == Turn.PAUSED) {
            return;
        }
        if (turn == Turn.DELIVERED || turn == Turn.DONE) {
            add("reopen", at).put("why", reason(state));
        }
        add("pause", at).put("why", reason(state));
        turn = Turn.PAUSED;
    }

    private void stop(Instant at, String state) {
        if (turn != Turn.DELIVERED && turn != Turn.DONE) {
            add("deliver", at);
            turn = Turn.DELIVERED;
        }
        if (turn == Turn.DELIVERED && mapping.accepted().contains(state)) {
            add("approve", at);
            turn = Turn.DONE;
        }
    }

    private boolean running() {
        return turn == Turn.OFFERED || turn == Turn.STARTED;
    }

    private Map<String, Object> add(String step, Instant at) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("task", TASK);
        fact.put("step", step);
        fact.put("at", at.toString());
        facts.add(fact);
        return fact;
    }

    private static String reason(String state) {
        return state.isEmpty() ? "?" : state.substring(0, Math.min(state.length(), MAX_REASON_CHARS));
    }

    private static boolean hasSeconds(Instant at) {
        return at.getEpochSecond() % 60 != 0 || at.getNano() != 0;
    }
}
