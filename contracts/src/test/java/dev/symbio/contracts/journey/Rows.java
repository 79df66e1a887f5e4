package dev.symbio.contracts.journey;

import dev.symbio.contracts.journey.Samples.Stage;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Happened;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.projection.OneEvent;
import dev.symbio.platform.projection.Projection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The read model's tables in memory, fed with what happens on stages. */
final class Rows implements AutoCloseable {
    final Handle sql = Jdbi.open("jdbc:h2:mem:;DATABASE_TO_UPPER=false");
    private long events;

    Rows() throws IOException {
        for (String script : List.of(
                "tenants/V0201__tenant.sql",
                "contracts/V0302__inbox.sql",
                "contracts/V0350__telling.sql",
                "contracts/V0320__journey.sql",
                "contracts/V0370__journey_records.sql",
                "contracts/V0390__journey_notice_task.sql")) {
            try (var in = JourneyTasks.class.getResourceAsStream("/db/" + script)) {
                sql.createScript(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .execute();
            }
        }
    }

    /** All that has happened there, as journey {@code id}, recorded when it happened or at the stage's time. */
    void project(Stage stage, String id) {
        for (JourneyEvent event : stage.all) {
            OneEvent.into(JourneyTasks.PROJECTION, sql, recorded(event, id, stage.now));
        }
    }

    <E extends JourneyEvent> Recorded<E> recorded(E event, String id, Instant recordedAt) {
        events++;
        Instant happened = event instanceof Happened known ? known.happenedAt() : recordedAt;
        EventMeta meta = new EventMeta(
                "e" + events,
                new EntityRef("journey", Samples.HOST, id),
                events,
                "t",
                happened,
                recordedAt,
                Principal.system(Samples.HOST),
                null,
                "c",
                null,
                null,
                null);
        return new Recorded<>(meta, event);
    }

    void tell(JourneyEvent event, Instant recordedAt) {
        Projection<JourneyEvent> notices = JourneyNotices.PROJECTION;
        OneEvent.into(notices, sql, recorded(event, "j", recordedAt));
    }

    /** All that happened there, each told when it happened or that much later. */
    void tell(Stage stage, Duration later) {
        for (JourneyEvent event : stage.all) {
            tell(event, ((Happened) event).happenedAt().plus(later));
        }
    }

    /** Who has been told what: {@code lab: role or person: type}, each once, in the order that they came. */
    List<String> told() {
        return sql.createQuery(
                        "select tenant_id || ' ' || subject || role || ' ' || type from inbox order by event_seq")
                .mapTo(String.class)
                .list();
    }

    /** Of the alerts in the inbox, in the order that they came. */
    List<String> facts() {
        return sql.createQuery(
                        "select facts from inbox where type in ('journey.task-limit-passed', 'journey.task-escalated')"
                                + " order by event_seq")
                .mapTo(String.class)
                .list();
    }

    @Override
    public void close() {
        sql.close();
    }
}
