package dev.symbio.platform.deadline;

import dev.symbio.platform.deadline.DeadlineTable.DueRow;
import dev.symbio.platform.dispatch.DueRows;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.ShardedEntities;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells entities which of their deadlines are due. */
public final class DueDeadlines implements DueRows<DueRow, Reply> {
    private static final Logger LOG = LoggerFactory.getLogger(DueDeadlines.class);

    private final DeadlineTable table;
    private final ShardedEntities entities;
    private final Clock clock;
    private final Timer late;

    public DueDeadlines(DeadlineTable table, ShardedEntities entities, Clock clock, MeterRegistry meters) {
        this.table = table;
        this.entities = entities;
        this.clock = clock;
        this.late = meters.timer("symbio.deadlines.late");
    }

    @Override
    public String name() {
        return "deadlines";
    }

    @Override
    public List<DueRow> due(Instant now, int limit) {
        return table.due(now, limit);
    }

    @Override
    public CompletionStage<Reply> send(DueRow row) {
        return entities.due(row.entity(), row.name(), row.dueAt()).whenComplete((reply, failure) -> {
            if (reply instanceof Reply.Accepted) {
                late.record(Duration.between(row.dueAt(), clock.instant()));
            }
        });
    }

    @Override
    public void settle(List<Answer<DueRow, Reply>> answers, Instant now) {
        List<DueRow> done = new ArrayList<>();
        List<DueRow> again = new ArrayList<>();
        for (Answer<DueRow, Reply> answer : answers) {
            DueRow row = answer.row();
            if (answer.reply() instanceof Reply.Accepted) {
                done.add(row);
            } else {
                LOG.warn(
                        "Deadline {} of {} is tried again: {}",
                        row.name(),
                        row.entity(),
                        answer.reply(),
                        answer.failure());
                again.add(row);
            }
        }
        table.done(done);
        Map<Duration, List<DueRow>> byWait =
                again.stream().collect(Collectors.groupingBy(row -> DueRows.backOff(row.attempts())));
        byWait.forEach((wait, rows) -> table.again(rows, now, wait));
    }
}
