package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Deliverable;
import dev.symbio.contracts.journey.TaskFact;
import dev.symbio.contracts.journey.TaskSpec;
import dev.symbio.contracts.journey.TaskStep;
import dev.symbio.gateway.http.JsonBody;
import dev.symbio.gateway.intake.Fields;
import dev.symbio.gateway.intake.RowMapper;
import dev.symbio.gateway.journey.JourneyRequests.HistoryRow;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.CalendarSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Histories as CSV: a line is a task, a fact about one, or both, and the lines of one journey follow each other. What is said of
 * the journey stands in its first line, what is said of a task in the first that names it. A list has spaces between its elements.
 */
final class HistoryRows implements RowMapper<HistoryRow> {
    /** More than any journey may have, so that too many are refused, and yet not all of them held. */
    private static final int MAX_LINES = 2_001;

    private static final Map<String, TaskStep> STEPS = byWord(TaskStep.values(), TaskStep::word);
    private static final Map<String, Deadline.Clock> CLOCKS = byWord(Deadline.Clock.values(), Deadline.Clock::name);
    private static final JsonBody<CalendarSpec> CALENDAR = new JsonBody<>(CalendarSpec.class);

    private static final List<String> COLUMNS = List.of(
            "key",
            "title",
            "journeyOwner",
            "participants",
            "calendar",
            "wholeMinutes",
            "batch",
            "startedAt",
            "task",
            "taskTitle",
            "kind",
            "owner",
            "assignee",
            "priority",
            "dependsOn",
            "limit",
            "clock",
            "step",
            "at",
            "why",
            "to",
            "newLimit",
            "deliverable",
            "digest",
            "link");

    private final TenantId tenant;

    /** @param tenant whose tasks they are when a line does not say */
    HistoryRows(TenantId tenant) {
        this.tenant = tenant;
    }

    @Override
    public Class<HistoryRow> type() {
        return HistoryRow.class;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("key", "task", "limit", "step", "at");
    }

    @Override
    public @Nullable String group(Fields fields) {
        return fields.text("key");
    }

    @Override
    public HistoryRow map(Fields fields) {
        Instant at = fields.instant("at");
        String key = fields.required("key");
        String title = fields.text("title");
        Instant startedAt = fields.instant("startedAt");
        return new HistoryRow(
                key,
                title == null ? key : title,
                fields.text("journeyOwner"),
                words(fields, "participants", TenantId::new),
                fields.json("calendar", CALENDAR),
                fields.bool("wholeMinutes"),
                null,
                fields.text("batch"),
                List.of(task(fields)),
                startedAt == null ? at : startedAt,
                facts(fields, at));
    }

    private TaskSpec task(Fields fields) {
        String title = fields.text("taskTitle");
        String key = fields.required("task");
        List<TenantId> owner = words(fields, "owner", TenantId::new);
        return new TaskSpec(
                key,
                title == null ? key : title,
                fields.text("kind"),
                owner.size() == 1 ? owner.get(0) : tenant,
                null,
                fields.text("assignee"),
                fields.text("priority"),
                words(fields, "dependsOn", Function.identity()),
                fields.duration("limit"),
                fields.oneOf("clock", CLOCKS),
                fields.text("deliverable"),
                List.of());
    }

    private static List<TaskFact> facts(Fields fields, @Nullable Instant at) {
        TaskStep step = fields.oneOf("step", STEPS);
        Duration limit = fields.duration("newLimit");
        if (step == null) {
            return List.of();
        }
        Deliverable delivered = step == TaskStep.DELIVER && fields.text("deliverable") != null
                ? new Deliverable(fields.text("deliverable"), fields.text("digest"), fields.text("link"))
                : null;
        return List.of(
                new TaskFact(fields.text("task"), step, at, fields.text("why"), fields.text("to"), delivered, limit));
    }

    @Override
    public HistoryRow joined(HistoryRow row, HistoryRow next) {
        boolean known = row.tasks().stream()
                .anyMatch(task -> task.key().equals(next.tasks().get(0).key()));
        return new HistoryRow(
                row.key(),
                row.title(),
                row.owner(),
                row.participants(),
                row.calendar(),
                row.wholeMinutes(),
                row.shared(),
                row.batch(),
                known ? row.tasks() : both(row.tasks(), next.tasks()),
                row.startedAt(),
                both(row.facts(), next.facts()));
    }

    private static <T> List<T> both(List<T> some, List<T> more) {
        return some.size() >= MAX_LINES || more.isEmpty()
                ? some
                : Stream.concat(some.stream(), more.stream()).toList();
    }

    private static <T> List<T> words(Fields fields, String column, Function<String, T> read) {
        String text = fields.text(column);
        List<T> words = new ArrayList<>();
        if (text != null) {
            for (String word : text.split("\\s+")) {
                fields.read(column, word, read, "names with spaces between them")
                        .ifPresent(words::add);
            }
        }
        return words;
    }

    private static <T> Map<String, T> byWord(T[] values, Function<T, String> word) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(word, Function.identity()));
    }
}
