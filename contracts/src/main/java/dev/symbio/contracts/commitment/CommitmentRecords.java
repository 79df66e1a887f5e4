package dev.symbio.contracts.commitment;

import static dev.symbio.platform.projection.LatestFirst.utc;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.projection.Projection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;

/** The read model of value commitments: the tables {@code commitment...}. Read by {@link CommitmentLists}. */
public final class CommitmentRecords {
    public static final Projection<CommitmentEvent> PROJECTION = Projection.of(
                    "commitment-records", ValueCommitment.KIND)
            .on(CommitmentEvent.Drafted.class, CommitmentRecords::drafted)
            .on(CommitmentEvent.Changed.class, CommitmentRecords::changed)
            .on(CommitmentEvent.Signed.class, (sql, of) -> touched(sql, of))
            .on(CommitmentEvent.Activated.class, (sql, of) -> set(sql, of, "phase = 'active'"))
            .on(CommitmentEvent.Triggered.class, (sql, of) -> touched(sql, of))
            .onRun(CommitmentEvent.SamplesRecorded.class, CommitmentRecords::recorded)
            .on(
                    CommitmentEvent.TrackingStarted.class,
                    (sql, of) -> state(sql, of, of.event().promise(), PromiseState.TRACKING))
            .on(
                    CommitmentEvent.RiskRaised.class,
                    (sql, of) -> state(sql, of, of.event().promise(), PromiseState.AT_RISK))
            .on(
                    CommitmentEvent.RiskCleared.class,
                    (sql, of) -> state(sql, of, of.event().promise(), of.event().state()))
            .onRun(
                    CommitmentEvent.WindowJudged.class,
                    (sql, run) -> run.forEach(of -> judged(sql, of, of.event().verdict())))
            .on(
                    CommitmentEvent.PromiseBreached.class,
                    (sql, of) -> judged(sql, of, of.event().verdict()))
            .on(CommitmentEvent.Escalated.class, (sql, of) -> touched(sql, of))
            .on(CommitmentEvent.BackfillCompleted.class, (sql, of) -> set(sql, of, "backfilling = false"))
            .on(CommitmentEvent.WaiverProposed.class, (sql, of) -> touched(sql, of))
            .on(
                    CommitmentEvent.WaiverAnswered.class,
                    (sql, of) -> state(sql, of, of.event().promise(), of.event().state()))
            .on(CommitmentEvent.ObstacleRecorded.class, CommitmentRecords::obstacle)
            .on(CommitmentEvent.Ended.class, (sql, of) -> set(sql, of, "phase = 'ended'"))
            .rebuilds(
                    "commitment",
                    "commitment_promise",
                    "commitment_sample",
                    "commitment_verdict",
                    "commitment_obstacle")
            .build();

    private CommitmentRecords() {}

    private static void drafted(Handle sql, Recorded<CommitmentEvent.Drafted> recorded) {
        CommitmentEvent.Drafted event = recorded.event();
        List<TenantId> viewers = new ArrayList<>(List.of(event.host()));
        if (event.customer() != null) {
            viewers.add(event.customer());
        }
        for (TenantId viewer : viewers) {
            sql.createUpdate("insert into commitment (tenant_id, commitment_id, name, host, customer, customer_name,"
                            + " origin, phase, revision, backfilling, promises, samples, verdicts, breaches, seq,"
                            + " created_at, updated_at) values (:tenant, :commitment, :name, :host, :customer,"
                            + " :customerName, :origin, 'drafted', 1, :backfill, :promises, 0, 0, 0, :seq, :at, :at)")
                    .bind("tenant", viewer.value())
                    .bind("commitment", id(recorded.meta()))
                    .bind("name", event.terms().name())
                    .bind("host", event.host().value())
                    .bind(
                            "customer",
                            event.customer() == null ? null : event.customer().value())
                    .bind("customerName", event.terms().customerName())
                    .bind("origin", event.origin())
                    .bind("backfill", event.backfill())
                    .bind("promises", event.terms().promises().size())
                    .bind("seq", recorded.meta().seq())
                    .bind("at", utc(recorded.meta().recordedAt()))
                    .execute();
        }
        promises(sql, recorded, event.terms());
    }

    private static void changed(Handle sql, Recorded<CommitmentEvent.Changed> recorded) {
        CommitmentEvent.Changed event = recorded.event();
        update(sql, recorded, "name = :name, customer_name = :customerName, revision = :revision, promises = :promises")
                .bind("name", event.terms().name())
                .bind("customerName", event.terms().customerName())
                .bind("revision", event.revision())
                .bind("promises", event.terms().promises().size())
                .execute();
        sql.createUpdate("delete from commitment_promise where commitment_id = :commitment")
                .bind("commitment", id(recorded.meta()))
                .execute();
        promises(sql, recorded, event.terms());
    }

    private static void promises(Handle sql, Recorded<? extends CommitmentEvent> recorded, CommitmentTerms terms) {
        for (int i = 0; i < terms.promises().size(); i++) {
            Promise promise = terms.promises().get(i);
            sql.createUpdate("insert into commitment_promise (tenant_id, commitment_id, promise, place, clause, stream,"
                            + " field, unit, operator, target, state, verdicts, breaches, updated_at)"
                            + " select tenant_id, commitment_id, cast(:promise as varchar(60)), cast(:place as integer),"
                            + " cast(:clause as varchar(4000)), cast(:stream as varchar(100)), cast(:field as varchar(100)),"
                            + " cast(:unit as varchar(100)), cast(:operator as varchar(2)), cast(:target as numeric(38, 18)), 'pending', 0, 0, updated_at"
                            + " from commitment where commitment_id = :commitment")
                    .bind("promise", promise.key())
                    .bind("place", i)
                    .bind("clause", promise.clause())
                    .bind("stream", promise.source().stream())
                    .bind("field", promise.source().field())
                    .bind("unit", promise.source().unit())
                    .bind("operator", promise.operator().symbol())
                    .bind("target", promise.target())
                    .bind("commitment", id(recorded.meta()))
                    .execute();
        }
    }

    /** The events of one commitment in the run are one change of its rows. */
    private static void recorded(Handle sql, List<Recorded<CommitmentEvent.SamplesRecorded>> run) {
        PreparedBatch samples = sql.prepareBatch("insert into commitment_sample (tenant_id, commitment_id, stream,"
                + " sampled_at, sample_id, seq, detail) values (?, ?, ?, ?, ?, ?, ?)");
        Map<String, Integer> more = new LinkedHashMap<>();
        Map<String, EventMeta> last = new HashMap<>();
        for (Recorded<CommitmentEvent.SamplesRecorded> recorded : run) {
            EventMeta meta = recorded.meta();
            for (Sample sample : recorded.event().samples()) {
                samples.add(
                        meta.entity().tenant().value(),
                        id(meta),
                        sample.stream(),
                        utc(sample.at()),
                        sample.id(),
                        meta.seq(),
                        Json.written(sample));
            }
            more.merge(id(meta), recorded.event().samples().size(), Integer::sum);
            last.put(id(meta), meta);
        }
        samples.execute();
        PreparedBatch rows = sql.prepareBatch(
                "update commitment set samples = samples + ?, seq = ?, updated_at = ?" + " where commitment_id = ?");
        more.forEach((commitment, count) -> rows.add(
                count, last.get(commitment).seq(), utc(last.get(commitment).recordedAt()), commitment));
        rows.execute();
    }

    private static void judged(Handle sql, Recorded<? extends CommitmentEvent> recorded, Verdict verdict) {
        int breach = verdict.outcome() == Verdict.Outcome.BREACHED ? 1 : 0;
        sql.createUpdate(
                        "insert into commitment_verdict (tenant_id, commitment_id, promise, number, stream, seq, detail)"
                                + " select tenant_id, commitment_id, promise, cast(:number as integer), stream,"
                                + " cast(:seq as bigint), cast(:detail as varchar(4000))"
                                + " from commitment_promise where commitment_id = :commitment and promise = :promise")
                .bind("number", verdict.number())
                .bind("seq", recorded.meta().seq())
                .bind("detail", Json.written(verdict))
                .bind("commitment", id(recorded.meta()))
                .bind("promise", verdict.promise())
                .execute();
        sql.createUpdate(
                        "update commitment_promise set state = :state, verdicts = :number, breaches = breaches + :breach,"
                                + " last_outcome = :outcome, last_end = :end, updated_at = :at"
                                + " where commitment_id = :commitment and promise = :promise")
                .bind("state", verdict.state().word())
                .bind("number", verdict.number())
                .bind("breach", breach)
                .bind("outcome", verdict.outcome().word())
                .bind("end", utc(verdict.end()))
                .bind("at", utc(recorded.meta().recordedAt()))
                .bind("commitment", id(recorded.meta()))
                .bind("promise", verdict.promise())
                .execute();
        update(sql, recorded, "verdicts = verdicts + 1, breaches = breaches + :breach")
                .bind("breach", breach)
                .execute();
    }

    private static void obstacle(Handle sql, Recorded<CommitmentEvent.ObstacleRecorded> recorded) {
        CommitmentEvent.ObstacleRecorded event = recorded.event();
        BigDecimal hours = event.effortHours();
        sql.createUpdate(
                        "insert into commitment_obstacle (tenant_id, commitment_id, obstacle_id, category, cause, promise,"
                                + " effort_hours, description, noted_by, noted_at) select tenant_id, commitment_id, cast(:obstacle as varchar(64)),"
                                + " cast(:category as varchar(20)), cast(:cause as varchar(200)), cast(:promise as varchar(60)),"
                                + " cast(:hours as numeric(12, 2)), cast(:description as varchar(4000)), cast(:by as varchar(63)),"
                                + " cast(:at as timestamp(6) with time zone)"
                                + " from commitment where commitment_id = :commitment")
                .bind("obstacle", event.obstacleId())
                .bind("category", event.category().word())
                .bind("cause", event.cause())
                .bind("promise", event.promise())
                .bind("hours", hours)
                .bind("description", event.description())
                .bind("by", event.by().value())
                .bind("at", utc(event.at()))
                .bind("commitment", id(recorded.meta()))
                .execute();
        touched(sql, recorded);
    }

    private static void state(
            Handle sql, Recorded<? extends CommitmentEvent> recorded, String promise, PromiseState state) {
        sql.createUpdate("update commitment_promise set state = :state, updated_at = :at"
                        + " where commitment_id = :commitment and promise = :promise")
                .bind("state", state.word())
                .bind("at", utc(recorded.meta().recordedAt()))
                .bind("commitment", id(recorded.meta()))
                .bind("promise", promise)
                .execute();
        touched(sql, recorded);
    }

    /** The commitment moved on, but nothing that lists show. */
    private static void touched(Handle sql, Recorded<? extends CommitmentEvent> recorded) {
        set(sql, recorded, "revision = revision");
    }

    private static void set(Handle sql, Recorded<? extends CommitmentEvent> recorded, String assignments) {
        update(sql, recorded, assignments).execute();
    }

    private static Update update(Handle sql, Recorded<? extends CommitmentEvent> recorded, String assignments) {
        return sql.createUpdate("update commitment set " + assignments
                        + ", seq = :seq, updated_at = :at where commitment_id = :commitment")
                .bind("seq", recorded.meta().seq())
                .bind("at", utc(recorded.meta().recordedAt()))
                .bind("commitment", id(recorded.meta()));
    }

    private static String id(EventMeta meta) {
        return meta.entity().publicId();
    }
}
