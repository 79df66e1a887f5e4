package dev.symbio.contracts.opportunity;

import static dev.symbio.platform.projection.LatestFirst.utc;

import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.projection.Projection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The read model of how selling goes: table {@code opportunity_stay} has a row for each stay of an opportunity in a stage, with
 * what was done and proved in it. Read by {@link ProcessHealth}, over many opportunities at once.
 */
public final class OpportunityStays {
    public static final Projection<OpportunityEvent> PROJECTION = Projection.of("opportunity-stays", Opportunity.KIND)
            .on(OpportunityEvent.StageEntered.class, OpportunityStays::entered)
            .on(OpportunityEvent.ContactRecorded.class, (sql, of) -> contact(sql, of))
            .on(OpportunityEvent.ArtefactAdded.class, (sql, of) -> count(sql, of, "artefacts = artefacts + 1"))
            .on(OpportunityEvent.Won.class, (sql, of) -> leave(sql, of, Outcome.WON.word()))
            .on(OpportunityEvent.Lost.class, (sql, of) -> leave(sql, of, Outcome.LOST.word()))
            .on(OpportunityEvent.Abandoned.class, (sql, of) -> leave(sql, of, Outcome.ABANDONED.word()))
            .rebuilds("opportunity_stay")
            .build();

    /** Of a stay that lasts. */
    static final String LASTS = "";

    static final String FORWARD = "forward";
    static final String BACK = "back";

    private record Current(int number, Instant since) {}

    private OpportunityStays() {}

    private static void entered(Handle sql, Recorded<OpportunityEvent.StageEntered> recorded) {
        OpportunityEvent.StageEntered event = recorded.event();
        int left = leave(sql, recorded, event.reason() == null ? FORWARD : BACK);
        keyed(
                        sql.createUpdate("insert into opportunity_stay (tenant_id, opportunity_id, number, stage,"
                                + " entered_at, ending, dwell_seconds, contacts, minutes, artefacts) values (:tenant,"
                                + " :opportunity, :number, :stage, :at, '', 0, 0, 0, 0)"),
                        recorded)
                .bind("number", left + 1)
                .bind("stage", event.stage().word())
                .bind("at", utc(event.at()))
                .execute();
    }

    private static void contact(Handle sql, Recorded<OpportunityEvent.ContactRecorded> recorded) {
        count(
                sql,
                recorded,
                recorded.event().contact().minutes()
                        ? "contacts = contacts + 1, minutes = minutes + 1"
                        : "contacts = contacts + 1");
    }

    /** In the stay that lasts; what comes after the end belongs to none. */
    private static void count(Handle sql, Recorded<? extends OpportunityEvent> recorded, String assignments) {
        keyed(
                        sql.createUpdate("update opportunity_stay set " + assignments
                                + " where tenant_id = :tenant and opportunity_id = :opportunity and ending = ''"),
                        recorded)
                .execute();
    }

    /** @return the number of the stay that ends; 0 before the first */
    private static int leave(Handle sql, Recorded<? extends OpportunityEvent> recorded, String ending) {
        Optional<Current> current = keyed(
                        sql.createQuery("select number, entered_at from opportunity_stay where tenant_id = :tenant"
                                + " and opportunity_id = :opportunity and ending = ''"),
                        recorded)
                .map((row, context) -> new Current(
                        row.getInt("number"),
                        row.getObject("entered_at", OffsetDateTime.class).toInstant()))
                .findOne();
        if (current.isEmpty()) {
            return 0;
        }
        Instant at = recorded.event().at();
        keyed(
                        sql.createUpdate("update opportunity_stay set ending = :ending, left_at = :at,"
                                + " dwell_seconds = :dwell where tenant_id = :tenant"
                                + " and opportunity_id = :opportunity and number = :number"),
                        recorded)
                .bind("ending", ending)
                .bind("at", utc(at))
                .bind("dwell", Duration.between(current.get().since(), at).toSeconds())
                .bind("number", current.get().number())
                .execute();
        return current.get().number();
    }

    private static <S extends SqlStatement<S>> S keyed(S statement, Recorded<? extends OpportunityEvent> recorded) {
        return statement
                .bind("tenant", recorded.meta().entity().tenant().value())
                .bind("opportunity", recorded.meta().entity().publicId());
    }
}
